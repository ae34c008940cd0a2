import { all, facets, python } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes } from "../../run-cell.ts";
import { filesOf } from "../files/files-of.ts";

const flood = "while True: print('x' * 1000)";
const limits = { outputBytes: 512 * 1024 * 1024 };

/** 27: who reads slowly can still end it. */
export const slowReaderStallsNoAbort: Law = defineLaw({
  number: 27,
  title: "a reader that stopped reading stalls no abort",
  applies: python,
  async check({ open }) {
    const session = await open({ policy: { limits } });
    const execution = session.run(flood);
    const events = execution[Symbol.asyncIterator]();
    await events.next();
    await new Promise(resolve => setTimeout(resolve, 300));
    execution.abort();
    const drain = async () => {
      for (let next = await events.next(); !next.done; next = await events.next());
      return execution.result;
    };
    const { status } = await within(2_000, drain(), "an aborted flood to end");
    same(status, "aborted", "the status of the flood");
    await completes(session, "1");
  },
});

/** 27: the interpreter's output does not hold up the files. */
export const slowReaderStallsNoFiles: Law = defineLaw({
  number: 27,
  title: "a reader that stopped reading stalls no file operation beside it",
  applies: all(python, facets("files")),
  async check({ open }) {
    const session = await open({ policy: { limits } });
    const files = filesOf(session);
    await files.write("warm", "x");
    const execution = session.run(flood);
    const events = execution[Symbol.asyncIterator]();
    await events.next();
    await new Promise(resolve => setTimeout(resolve, 200));
    const startedMs = performance.now();
    const content = new Uint8Array(1_000_000).fill(7);
    await within(2_000, files.write("beside", content), "a write beside a flood");
    const read = await within(2_000, files.read("beside"), "a read beside a flood");
    holds(performance.now() - startedMs < 2_000, "both in two seconds", performance.now() - startedMs);
    same(read.length, content.length, "the bytes read beside a flood");
    await events.return?.();
    same((await execution.result).status, "aborted", "the status of the flood");
  },
});
