import { createHash } from "node:crypto";
import { all, facets, python } from "../../applies.ts";
import { failsWith, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes } from "../../run-cell.ts";
import { filesOf, textOf } from "./files-of.ts";

const reader = `
import os, time
seen, deadline = set(), time.time() + 10
while not os.path.exists("stop") and time.time() < deadline:
    with open("watched", "rb") as file:
        data = file.read()
    seen.add((data[:1] + b":%d" % len(data) + (b"" if len(set(data)) == 1 else b" mixed")).decode())
sorted(seen)
`;

/** 11: old or new, never between. */
export const writesAreAtomic: Law = defineLaw({
  number: 11,
  title: "who reads a file while it is written sees the old content or the new, never a part",
  applies: all(python, facets("files")),
  async check({ open }) {
    const session = await open();
    const files = filesOf(session);
    const contents = ["a", "b"].map(letter => letter.repeat(500_000));
    await files.write("watched", contents[0] ?? "");
    const watching = completes(session, reader);
    for (let turn = 0; turn < 30; turn++) await files.write("watched", contents[turn % 2] ?? "");
    await files.write("stop", "");
    const seen = (await watching).value as readonly string[];
    same(
      seen.filter(text => text !== "a:500000" && text !== "b:500000"),
      [],
      "what a reader saw besides the two contents",
    );
  },
});

/** 11: a precondition is held. */
export const preconditionsAreHeld: Law = defineLaw({
  number: 11,
  title: "a write that expects another content is FILE_CHANGED and changes nothing",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    await files.write("a.txt", "one", { expectedHash: null });
    await failsWith(
      () => files.write("a.txt", "two", { expectedHash: null }),
      "FILE_CHANGED",
      "a new file that is there",
    );
    await failsWith(
      () => files.write("a.txt", "two", { expectedHash: sha256("two") }),
      "FILE_CHANGED",
      "a wrong hash",
    );
    same(textOf(await files.read("a.txt")), "one", "the file after two refusals");
    await files.write("a.txt", "two", { expectedHash: sha256("one") });
    same(textOf(await files.read("a.txt")), "two", "the file after a right hash");
    await failsWith(
      () => files.write("b.txt", "x", { expectedHash: sha256("one") }),
      "FILE_CHANGED",
      "a file that is not there",
    );
    same(
      (await files.list()).map(entry => entry.path),
      ["a.txt"],
      "the files that are there",
    );
  },
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
