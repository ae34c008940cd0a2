import { requireFacet, type Session, type TruncatedEvent } from "@tinycodeagent/core";
import { all, limits, python } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law, type LawContext } from "../../law.ts";
import { grownBytes, memoryBytes } from "../../observe/host.ts";
import { eventsOf, textOf } from "../../raw-cell.ts";
import { completes, evaluate } from "../../run-cell.ts";

const mebibyte = 1024 * 1024;
const applies = all(python, limits("output"));
const liveBytes = 256 * 1024;

/** A program that writes lines of 100 bytes, and the sum over all of them. */
function writer(megabytes: number): string {
  return `
import hashlib, sys
written = hashlib.sha256()
for n in range(${megabytes * 100}):
    block = "".join("%099d\\n" % (n * 100 + i) for i in range(100))
    sys.stdout.write(block)
    written.update(block.encode())
sys.stdout.flush()
`;
}

/** 10: whoever only awaits the result. */
export const muchOutputUnread: Law = defineLaw({
  number: 10,
  title: "20 MB of output that nobody reads neither stalls nor grows the host, and is counted exactly",
  applies,
  timeoutMs: 60_000,
  async check(context) {
    const session = await context.open({ policy: { limits: { outputBytes: liveBytes } } });
    const megabytes = sizeOf(context);
    await completes(session, writer(1));
    const before = memoryBytes();
    const { truncated, stdout } = await completes(session, writer(megabytes));
    await checkGrowth(before);
    holds(truncated !== undefined, "a truncated event", truncated);
    checkCounts(truncated, megabytes * 1_000_000);
    holds(stdout.length < 2 * mebibyte, "a result of less than 2 MiB", `${stdout.length} characters`);
    await checkSpill(session, truncated);
  },
});

/** 10: whoever reads, and takes their time. */
export const muchOutputSlowlyRead: Law = defineLaw({
  number: 10,
  title: "a slow reader of 20 MB slows the program, and no memory grows meanwhile",
  applies,
  timeoutMs: 60_000,
  async check(context) {
    const session = await context.open({ policy: { limits: { outputBytes: 512 * mebibyte } } });
    const before = memoryBytes();
    const megabytes = sizeOf(context);
    let bytes = 0;
    let pauses = 0;
    for await (const event of session.run(writer(megabytes))) {
      if (event.type !== "stdout") continue;
      bytes += event.text.length;
      if (pauses++ < 4) await new Promise(resolve => setTimeout(resolve, 100));
      if (pauses === 4) await checkGrowth(before);
    }
    same(bytes, megabytes * 1_000_000, "the bytes that a slow reader read");
    await checkGrowth(before);
  },
});

/** 10: exactly at the limit nothing is missing. */
export const truncationIsExact: Law = defineLaw({
  number: 10,
  title:
    "output up to the limit is whole, one byte more is truncated, and live, tail and omitted bytes add up",
  applies,
  proves: ["limit output"],
  async check({ openRaw }) {
    const session = await openRaw();
    const write = (bytes: number) =>
      eventsOf(session, `import os\nos.write(1, b'x' * ${bytes})\nNone`, { limits: { outputBytes: 1000 } });
    same(
      (await write(1000)).map(event => event.type).includes("truncated"),
      false,
      "whether 1,000 of 1,000 are truncated",
    );
    for (const bytes of [1001, 1500, 60_000]) {
      const events = await write(bytes);
      const found = events.filter(event => event.type === "truncated");
      same(found.length, 1, "the number of truncated events");
      const [truncated] = found;
      if (!truncated) return;
      const live = textOf(events).length;
      same([truncated.totalBytes, live], [bytes, 1000], "all bytes and the live ones");
      same(live + truncated.tail.length + truncated.omittedBytes, bytes, "live, tail and omitted together");
      const before = events[events.findIndex(event => event.type === "end") - 1];
      same(before?.type, "truncated", "the event before the end");
    }
  },
});

/** 10: what does not fit on the disk is lost, not the cell. */
export const spillIsBounded: Law = defineLaw({
  number: 10,
  title: "the file behind the output holds at most spillBytes, and the cell ends as if it held all",
  applies,
  async check({ open }) {
    const session = await open({ policy: { limits: { outputBytes: 1000, spillBytes: 100_000 } } });
    const { truncated } = await completes(session, "print('x' * 1_000_000)");
    holds(truncated?.spillPath !== undefined, "a file that holds the rest", truncated);
    const size = `import os\nos.path.getsize(${JSON.stringify(truncated.spillPath)})`;
    same(await evaluate(session, size), 100_000, "the size of the file");
    same(truncated.totalBytes, 1_000_001, "all bytes");
  },
});

function sizeOf({ scale }: LawContext): number {
  return Math.max(Math.round(20 * scale), 2);
}

async function checkGrowth(before: number): Promise<void> {
  const grown = await grownBytes(before, 16 * mebibyte);
  holds(grown < 16 * mebibyte, "the host to grow by less than 16 MiB", `${grown} bytes`);
}

function checkCounts(truncated: TruncatedEvent, totalBytes: number): void {
  same(truncated.totalBytes, totalBytes, "the bytes written in all");
  const shown = totalBytes - truncated.omittedBytes - truncated.tail.length;
  same(shown, liveBytes, "the bytes that were live");
}

async function checkSpill(session: Session, { spillPath }: TruncatedEvent): Promise<void> {
  holds(spillPath !== undefined, "a file that holds the rest", spillPath);
  const path = JSON.stringify(spillPath);
  const code = `rest = open(${path}, "rb").read()\n[len(rest), rest.endswith(block.encode())]`;
  const [size, isEnd] = (await evaluate(session, code)) as readonly [number, boolean];
  same([size > 1_000_000, isEnd], [true, true], "whether the file holds the rest, to the end");
  if (!session.capabilities.facets.includes("files")) return;
  const stat = await requireFacet(session, "files", "to read what was spilled").stat(spillPath);
  same(stat.sizeBytes, size, "the size of the file as the files facet sees it");
}
