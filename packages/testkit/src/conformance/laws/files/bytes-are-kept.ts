import { facets } from "../../applies.ts";
import { failsWith, holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { filesOf, textOf } from "./files-of.ts";

/** 11: a file is bytes. */
export const filesAreBinarySafe: Law = defineLaw({
  number: 11,
  title: "every byte comes back as it was written, also in parts, beyond 128 KiB and with nothing in it",
  applies: facets("files"),
  proves: ["facet files"],
  async check({ open }) {
    const files = filesOf(await open());
    const every = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256);
    for (const content of [
      every,
      new Uint8Array(0),
      every.subarray(0, 131_072),
      every.subarray(0, 131_073),
    ]) {
      const stat = await files.write("data.bin", content);
      same(
        [stat.kind, stat.sizeBytes, stat.path],
        ["file", content.length, "data.bin"],
        "what write() returns",
      );
      holds(
        Buffer.from(await files.read("data.bin")).equals(content),
        `${content.length} bytes as written`,
        "others",
      );
    }
    await files.write("data.bin", every);
    const part = await files.read("data.bin", { offset: 70_000, length: 70_000 });
    holds(Buffer.from(part).equals(every.subarray(70_000, 140_000)), "the part asked for", part.length);
    same((await files.read("data.bin", { offset: 299_999 })).length, 1, "the bytes from the last on");
    same((await files.read("data.bin", { offset: 400_000 })).length, 0, "the bytes beyond the end");
    same((await files.read("data.bin", { length: 0 })).length, 0, "the bytes of length 0");
    await files.write("text.txt", "é\r\n\u2028'''\"\"\"{x}\\");
    same(textOf(await files.read("text.txt")), "é\r\n\u2028'''\"\"\"{x}\\", "text as written");
  },
});

/** 11: what is large flows. */
export const filesStream: Law = defineLaw({
  number: 11,
  title: "20 MB stream in and out, and a stream that is cancelled or fails leaves nothing behind",
  applies: facets("files"),
  timeoutMs: 60_000,
  async check({ open, scale }) {
    const files = filesOf(await open());
    const count = Math.max(Math.round(320 * scale), 32);
    await files.write("large.bin", source(count));
    same((await files.stat("large.bin")).sizeBytes, count * 65_536, "the size of what streamed in");
    let bytes = 0;
    for await (const piece of files.readStream("large.bin")) {
      holds(
        piece.every(byte => byte === 7),
        "bytes as streamed in",
        "others",
      );
      bytes += piece.length;
    }
    same(bytes, count * 65_536, "the bytes that streamed out");
    const reader = files.readStream("large.bin").getReader();
    await reader.read();
    await reader.cancel();
    await failsWith(
      () => files.read("large.bin", { signal: AbortSignal.abort() }),
      "ABORTED",
      "an aborted read",
    );
    await files.write("small.txt", "old");
    const failing = files.write("small.txt", source(4, "the source failed")).then(() => "no error", String);
    holds((await failing).includes("the source failed"), "the source's own error", await failing);
    const aborted = () => files.write("small.txt", source(10_000), { signal: AbortSignal.timeout(50) });
    await failsWith(aborted, "ABORTED", "a write that is aborted on the way");
    same(textOf(await files.read("small.txt")), "old", "a file after two writes that failed");
    same(
      (await files.list()).map(entry => entry.path).sort(),
      ["large.bin", "small.txt"],
      "the files that are left",
    );
  },
});

function source(chunks: number, failure?: string): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (sent++ < chunks) return controller.enqueue(new Uint8Array(65_536).fill(7));
      if (failure) controller.error(new Error(failure));
      else controller.close();
    },
  });
}
