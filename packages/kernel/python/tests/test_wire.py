import json
import random
import unittest

from tinycodeagent_kernel.wire import MAX_HEADER_BYTES, MAX_TAIL_BYTES, Assembler, Decoder, WireError, encode, encode_message


class FramesOfTheWire(unittest.TestCase):
    def test_arrive_whole_however_the_bytes_are_cut(self):
        generator = random.Random(7)
        frames = [({"type": "t", "number": n}, generator.randbytes(generator.choice([0, 1, 999])) if n else b"") for n in range(50)]
        stream = b"".join(encode(header, tail) for header, tail in frames)
        for _ in range(50):
            decoder, received, rest = Decoder(), [], stream
            while rest:
                size = generator.randint(1, 400)
                received += decoder.feed(rest[:size])
                rest = rest[size:]
            self.assertEqual([tail for _, tail in received], [tail for _, tail in frames])
            self.assertEqual([header["number"] for header, _ in received], list(range(50)))

    def test_of_a_large_message_are_joined_although_another_comes_between(self):
        body = bytes(range(256)) * 1000
        assembler, messages = Assembler(10**6), []
        one = Decoder().feed(encode_message({"type": "a", "request": 1}, body))
        other = Decoder().feed(encode_message({"type": "b", "request": 2}, body[::-1]))
        for pair in zip(one, other):
            messages += [message for message in (assembler.add(*frame) for frame in pair) if message]
        self.assertEqual([(header["type"], content) for header, content in messages], [("a", body), ("b", body[::-1])])

    def test_are_refused_when_they_are_none(self):
        for bad in (
            b"x" * (MAX_HEADER_BYTES + 1),
            b"not json\n",
            b"[]\n",
            b"{}\n",
            b'{"type":1}\n',
            b'{"type":"t","tail":-1}\n',
            b'{"type":"t","tail":true}\n',
            b'{"type":"t","tail":%d}\n' % (MAX_TAIL_BYTES + 1),
            b"[" * 60_000 + b"\n",
            b"\n",
            b'{"type":"t"} {}\n',
            b'{"type":"t","number":NaN}\n',
            b"\xff\xfe\n",
        ):
            with self.assertRaises(WireError, msg=bad[:40]):
                Decoder().feed(bad)

    def test_of_one_message_have_a_limit_together(self):
        assembler = Assembler(100)
        assembler.add({"type": "part", "request": 1}, b"x" * 100)
        with self.assertRaises(WireError):
            assembler.add({"type": "part", "request": 1}, b"x")

    def test_must_be_as_many_as_the_last_one_says(self):
        with self.assertRaises(WireError):
            Assembler(100).add({"type": "t", "request": 1, "parts": 2}, b"")

    def test_never_crash_the_reader_whatever_comes(self):
        generator = random.Random(11)
        good = encode({"type": "t"}, b"abc") * 3
        for _ in range(2000):
            data = bytearray(good)
            for _ in range(generator.randint(1, 6)):
                data[generator.randrange(len(data))] = generator.randrange(256)
            try:
                for header, tail in Decoder().feed(bytes(data)):
                    json.dumps(header)
                    self.assertIsInstance(tail, bytes)
            except WireError:
                pass


if __name__ == "__main__":
    unittest.main()
