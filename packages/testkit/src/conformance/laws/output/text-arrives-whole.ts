import { python } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes } from "../../run-cell.ts";

const split = `
import os, sys, time
for stream in (1, 2):
    for byte in "aé€😀\\u0301z".encode():
        os.write(stream, bytes([byte]))
        time.sleep(0.002)
`;

/** 5: a character is not broken by where a chunk ends. */
export const textArrivesWhole: Law = defineLaw({
  number: 5,
  title: "UTF-8 that is split across chunks arrives whole",
  applies: python,
  async check({ open }) {
    const session = await open();
    const { stdout, stderr } = await completes(session, split);
    same([stdout, stderr], ["aé€😀\u0301z", "aé€😀\u0301z"], "text that was written byte by byte");
    const long = await completes(session, "print('x' + '😀é€' * 30_000, end='')");
    const isWhole = long.stdout === `x${"😀é€".repeat(30_000)}`;
    holds(isWhole, "270 kB of text as it was written", `${long.stdout.length} characters`);
  },
});

/** 5: bytes are not always text. */
export const invalidBytesAreHarmless: Law = defineLaw({
  number: 5,
  title: "bytes that are no UTF-8 break nothing, in this cell or the next",
  applies: python,
  async check({ open }) {
    const session = await open();
    const invalid = await completes(session, "import os\nos.write(1, b'a\\xff\\xfe\\x00b\\xc3\\n')\nNone");
    holds(/^a\uFFFD+\0?b\uFFFD\n$/.test(invalid.stdout), "the invalid bytes as U+FFFD", invalid.stdout);
    await completes(session, "os.write(1, '😀'.encode()[:2])\nNone");
    same(
      (await completes(session, "print('é')")).stdout,
      "é\n",
      "the output of the cell after an unfinished character",
    );
    const surrogate = await completes(session, "print('\\ud800', '\\udfff')\nprint('on')");
    holds(surrogate.stdout.endsWith("on\n"), "a lone surrogate to print", surrogate.stdout);
    await completes(session, "os.write(1, bytes(range(256)) * 100)\nNone");
    same((await completes(session, "'\\ud800'")).status, "completed", "a value with a lone surrogate");
  },
});
