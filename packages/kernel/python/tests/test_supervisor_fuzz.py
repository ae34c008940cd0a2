import json
import os
import random
import subprocess
import tempfile
import time
import unittest

from supervised import HAS_PROC, LIMITS, OPENING, SCALE, SHADOWLESS, Supervised
from tinycodeagent_kernel.wire import encode_message

SEED = int(os.environ.get("TINYCODEAGENT_SEED", "1"))
STATES = ("checkpoint_create", "checkpoint_restore", "checkpoint_list", "checkpoint_drop", "fork", "close_branch")
BRANCH = ("execute", "variables_set", "variables_get", "abort", "credit", "tool_result", "part")
CLERK = ("call", "part", "data", "credit", "cancel")
METHODS = ("read", "write", "stat", "list", "glob", "shell_run", "shell_poll", "nothing")
CODES = ("x = 1", "print('x' * 5000)", "import os; os._exit(1)", "1 / 0", "import time; time.sleep(0.02)")
WRONG = (None, True, -1, 0, 1.5, 2**70, 1e300, "", "main", "\ud800", "x" * 300, [], {}, [[]], {"a": 1}, "1")


def random_header(rng):
    """A header of a known type whose members may be of any type, or missing."""
    service = rng.choice((None, None, "states", "clerk"))
    kinds = {None: BRANCH, "states": STATES, "clerk": CLERK}[service]
    request = str(rng.randrange(1, 6))
    header = {"type": rng.choice(kinds), "branch": "main", "request": request, "limits": LIMITS}
    header.update(id="00", to="fork-%s" % request, call="1-1", bytes=100, names=["x"], maxBytes=100)
    header.update(method=rng.choice(METHODS), timeoutMs=rng.choice((0, 100)))
    if service:
        header["service"] = service
    return header


def damage(rng, header):
    name = rng.choice(list(header))
    if rng.random() < 0.3:
        del header[name]
    elif name == "limits" and rng.random() < 0.8:
        header["limits"] = dict(LIMITS, **{rng.choice(("timeMs", "wallMs", "outputBytes", "spillBytes")): rng.choice(WRONG)})
    elif name != "type":
        header[name] = rng.choice(WRONG)


def random_message(rng, damage_share):
    header = random_header(rng)
    if rng.random() < damage_share:
        damage(rng, header)
    body = rng.choice(CODES).encode()
    if header.get("service") == "clerk":
        body = json.dumps({"path": rng.choice(("a.txt", "/", "\0", 5)), "command": "sleep 3", "timeoutMs": 100}).encode()
    return encode_message(header, body) if "type" in header else b"{}\n"


class TheSupervisor(unittest.TestCase):
    def check_end(self, supervised, what):
        """Its host leaves: then nothing may be left."""
        started = time.monotonic()
        try:
            _, complaint = supervised.end()
        except subprocess.TimeoutExpired:
            self.fail("it goes on after %s" % (what,))
        self.assertLess(time.monotonic() - started, 2.5, what)
        self.assertEqual(complaint.decode(), "", what)
        if HAS_PROC:
            self.assertEqual(supervised.leftovers(0.5), [], what)

    def test_ends_whatever_it_is_told(self):
        for turn in range(int(5 * SCALE) + 1):
            seed = SEED * 1000 + turn
            rng = random.Random(seed)
            with Supervised() as supervised:
                if rng.random() < 0.8:
                    supervised.open()
                share = rng.choice((0.0, 0.05, 0.5))
                for _ in range(rng.randrange(1, 60)):
                    if not supervised.write(random_message(rng, share)):
                        break
                if rng.random() < 0.3:
                    supervised.write(os.urandom(rng.randrange(1, 2000)))
                if rng.random() < 0.5:
                    time.sleep(rng.random() * 0.1)
                self.check_end(supervised, "seed %d" % seed)


    def test_ends_when_its_host_leaves_at_any_byte(self):
        call = {"type": "call", "service": "clerk", "request": "9", "method": "stat", "timeoutMs": 1000}
        frames = [
            encode_message({"type": "open"}, OPENING),
            encode_message({"type": "execute", "branch": "main", "request": "1", "limits": LIMITS}, b"x = 1"),
            encode_message({"type": "checkpoint_create", "service": "states", "branch": "main", "request": "2"}),
            encode_message({"type": "fork", "service": "states", "branch": "main", "request": "3", "to": "fork-1"}),
            encode_message(call, b'{"path":"."}'),
            encode_message({"type": "execute", "branch": "main", "request": "4", "limits": LIMITS}, b"while True: print(1)"),
            encode_message({"type": "abort", "branch": "main", "request": "4"}),
        ]
        stream = b"".join(frames)
        rng = random.Random(SEED)
        for cut in rng.sample(range(len(stream) + 1), int(min(5 * SCALE, len(stream)))):
            with Supervised() as supervised:
                for start in range(0, cut, 97):
                    supervised.write(stream[start : min(start + 97, cut)])
                    time.sleep(rng.random() * 0.01)
                self.check_end(supervised, "byte %d" % cut)

    def test_says_what_was_wrong_and_ends_everything(self):
        with Supervised() as supervised:
            supervised.open()
            self.assertEqual(supervised.execute("1", "import subprocess; subprocess.Popen(['setsid', 'sleep', '60'])")[0]["reason"], "completed")
            supervised.send({"type": "execute", "branch": "main", "request": "2", "limits": 5})
            self.assertIn("TypeError in running.py", supervised.frame("fatal")[0]["message"])
            self.check_end(supervised, "a request without limits")

    def test_ends_everything_when_it_is_terminated(self):
        with Supervised() as supervised:
            supervised.open()
            supervised.execute("1", "import subprocess; subprocess.Popen(['setsid', 'sleep', '60'])")
            supervised.process.terminate()
            self.assertIn("SystemExit", supervised.frame("fatal")[0]["message"])
            self.check_end(supervised, "SIGTERM")


@unittest.skipUnless(HAS_PROC, "only Linux copies interpreters")
class WithoutRoomForMore(unittest.TestCase):
    """The system refuses processes or descriptors: what needs them is refused, and the rest goes on."""

    def ask(self, supervised, request, **header):
        supervised.send(dict(header, service="states", branch="main", request=request))
        header, body = supervised.frame("reply", request)
        return "ok" if header["ok"] else json.loads(body)["code"]

    def test_without_processes_the_session_says_so_and_lives(self):
        # All but the first fork of the supervisor fail, until there is a file.
        before = (
            "import itertools, os; fork, count, gate = os.fork, itertools.count(), os.environ['GATE']\n"
            "def refuse():\n"
            "    if next(count) < 1 or os.path.exists(gate) or os.getpid() != first: return fork()\n"
            "    raise BlockingIOError(11, 'Resource temporarily unavailable')\n"
            "first, os.fork = os.getpid(), refuse\n"
        )
        gate = os.path.join(tempfile.mkdtemp(), "gate")
        with Supervised(before, {"GATE": gate}) as supervised:
            supervised.open(SHADOWLESS)
            self.assertEqual(supervised.execute("1", "x = 1; 1 / 0")[0]["reason"], "exception")
            supervised.send({"type": "call", "service": "clerk", "request": "2", "method": "stat", "timeoutMs": 1000}, b'{"path":"."}')
            self.assertEqual(json.loads(supervised.frame("reply", "2")[1])["code"], "CLERK_LOST")
            self.assertEqual(supervised.execute("3", "import os; os._exit(1)")[0]["state"], "reset")
            ended = supervised.execute("4", "1")[0]
            self.assertEqual((ended["reason"], ended["state"]), ("crashed", "reset"))
            open(gate, "w").close()
            self.assertEqual(supervised.execute("5", "1")[0]["reason"], "completed")
            supervised.send({"type": "call", "service": "clerk", "request": "6", "method": "stat", "timeoutMs": 1000}, b'{"path":"."}')
            self.assertTrue(supervised.frame("reply", "6")[0]["ok"])

    def test_without_descriptors_the_session_says_so_and_lives(self):
        before = (
            "import os, resource; resource.setrlimit(resource.RLIMIT_NOFILE, (220, 220))\n"
            "for _ in range(%d): os.dup(0)\n"
        )
        for taken in range(150, 205, int(max(11 // SCALE, 1))):
            with Supervised(before % taken) as supervised:
                supervised.open(OPENING.replace(b'"max":4', b'"max":40'))
                answers = [supervised.execute("1", "x = 1")[0]["reason"]]
                for turn in range(30):
                    answers.append(self.ask(supervised, "c%d" % turn, type="checkpoint_create"))
                answers.append(self.ask(supervised, "f", type="fork", to="fork-1"))
                state = supervised.execute("2", "import os; os._exit(1)")[0]["state"]
                after = supervised.execute("3", "x")[0]["reason"]
                self.assertIn((state, after), (("restored", "completed"), ("reset", "exception"), ("reset", "crashed")), taken)
                self.assertLessEqual(set(answers), {"completed", "ok", "STATE_UNFORKABLE"}, taken)
                self.assertEqual(supervised.frame_of_closing()[0]["type"], "closed", taken)


if __name__ == "__main__":
    unittest.main()
