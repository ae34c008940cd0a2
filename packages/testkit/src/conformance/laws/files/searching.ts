import type { SessionFiles } from "@tinycodeagent/core";
import { facets } from "../../applies.ts";
import { failsWith, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { filesOf } from "./files-of.ts";

const tree: Readonly<Record<string, string>> = {
  "top.ts": "const a = 1;\n-v option\n",
  "sub/one.ts": "one\nalpha\nBeta\ngamma\n",
  "sub/deep/two.ts": "two\n",
  "sub/deep/er/three.tsx": "three\n",
  "sub/note.md": "a.b\naxb\n",
  "other/x.ts": "x\n",
  "logs/out.log": "alpha\n",
  ".gitignore": "logs/\n*.tmp\n!keep.tmp\n",
  "a.tmp": "alpha\n",
  "keep.tmp": "alpha\n",
  ".hidden": "alpha\n",
};

/** 11: names are found by patterns. */
export const globFinds: Law = defineLaw({
  number: 11,
  title: "glob knows *, ?, [], {} and **, in lexical order, and respects .gitignore",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    await plant(files);
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["sub/**/*.ts", ["sub/deep/two.ts", "sub/one.ts"]],
      ["**/*.ts", ["other/x.ts", "sub/deep/two.ts", "sub/one.ts", "top.ts"]],
      ["*.ts", ["top.ts"]],
      ["sub/*/*.{ts,tsx}", ["sub/deep/two.ts"]],
      ["**/{one,two}.ts", ["sub/deep/two.ts", "sub/one.ts"]],
      ["**/t??.ts", ["sub/deep/two.ts", "top.ts"]],
      ["[o-t]*/[!n]*.ts", ["other/x.ts", "sub/one.ts"]],
      ["*.tmp", ["keep.tmp"]],
      ["**/*.log", []],
      ["-v", []],
    ];
    for (const [pattern, expected] of cases)
      same((await files.glob(pattern)).paths, expected, `glob ${pattern}`);
    same(
      (await files.glob("**/*.log", { respectGitignore: false })).paths,
      ["logs/out.log"],
      "ignored files, asked for",
    );
    same(
      (await files.glob("**/*.ts", { path: "sub" })).paths,
      ["deep/two.ts", "one.ts"],
      "a glob in a folder",
    );
    const cut = await files.glob("**/*.ts", { maxEntries: 2 });
    same([cut.paths.length, cut.truncated], [2, true], "a glob with maxEntries 2");
  },
});

/** 11: lines are found by their text. */
export const grepFinds: Law = defineLaw({
  number: 11,
  title: "grep takes a pattern as a pattern, never as an option, and gives lines with their context",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    await plant(files);
    const where = async (...args: Parameters<SessionFiles["grep"]>) =>
      (await files.grep(...args)).matches.map(match => `${match.path}:${match.line}`);
    same(await where("-v"), ["top.ts:2"], "grep -v");
    same(await where("--help"), [], "grep --help");
    same(await where("a.b"), ["sub/note.md:1", "sub/note.md:2"], "grep a.b");
    same(await where("a.b", { literal: true }), ["sub/note.md:1"], "grep a.b, literally");
    same(await where("BETA", { ignoreCase: true }), ["sub/one.ts:3"], "grep BETA, in any case");
    same(
      await where("^(one|two)$", { glob: "*.ts" }),
      ["sub/deep/two.ts:1", "sub/one.ts:1"],
      "grep with a glob",
    );
    same(await where("alpha", { path: "sub" }), ["one.ts:2"], "grep in a folder");
    same((await where("alpha")).includes("logs/out.log:1"), false, "whether an ignored file is searched");
    const [match] = (await files.grep("alpha", { path: "sub", contextLines: 1 })).matches;
    same(
      [match?.text, match?.before, match?.after],
      ["alpha", ["one"], ["Beta"]],
      "a match with its context",
    );
    const cut = await files.grep("a", { maxMatches: 1 });
    same([cut.matches.length, cut.truncated], [1, true], "grep with maxMatches 1");
    await failsWith(() => files.grep("(unclosed"), "FILE_INVALID", "a pattern that is none");
    await files.write("binary", new Uint8Array([0, 1, 2, ...new TextEncoder().encode("alpha")]));
    same((await where("alpha")).includes("binary:1"), false, "whether a binary file is searched");
  },
});

/** 11: what is there. */
export const listFinds: Law = defineLaw({
  number: 11,
  title: "list gives a folder's entries, or all below it, with their kinds, and is bounded",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    await plant(files);
    const flat = await files.list("sub");
    same(
      flat.map(entry => [entry.path, entry.kind]),
      [
        ["deep", "directory"],
        ["note.md", "file"],
        ["one.ts", "file"],
      ],
      "a folder",
    );
    const all = await files.list("sub", { recursive: true });
    same(
      all.map(entry => entry.path),
      ["deep", "deep/er", "deep/er/three.tsx", "deep/two.ts", "note.md", "one.ts"],
      "all below",
    );
    same((await files.list(".", { recursive: true, maxEntries: 3 })).length, 3, "a list with maxEntries 3");
    await files.remove("sub");
    await failsWith(() => files.stat("sub/one.ts"), "FILE_NOT_FOUND", "a file of a removed folder");
  },
});

async function plant(files: SessionFiles): Promise<void> {
  for (const [path, content] of Object.entries(tree)) await files.write(path, content);
}
