import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const run = promisify(execFile);

const readmes = globSync("{README.md,packages/*/README.md,apps/*/README.md,*/*.md,packages/*/*.md}", {
  cwd: root,
});
const examples = globSync("apps/examples/src/*.ts", { cwd: root }).filter(path => !path.endsWith(".test.ts"));

async function outputOf(example: string): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [join(root, example)], { cwd: root });
  expect(stderr).toBe("");
  return stdout;
}

describe.each([...new Set(readmes)].sort())("%s", readme => {
  const blocks = [
    ...read(readme).matchAll(/(?:<!-- (\S+) -->\n)?```(\w*)\n([\s\S]*?)```(?:\n+```text\n([\s\S]*?)```)?/g),
  ];

  it("shows no TypeScript that is not a file which the tests run", () => {
    for (const [, file, language, code] of blocks) {
      if (language !== "ts") continue;
      expect(examples, code).toContain(file);
      expect(code).toBe(read(file ?? ""));
    }
  });

  const shown = blocks.filter(([, file, , , output]) => file && output);
  it.each(shown.map(([, file, , , output]) => [file ?? "", output ?? ""]))(
    "shows what %s prints",
    async (file, output) => {
      expect(await outputOf(file)).toBe(output);
    },
  );
});

describe("each example", () => {
  it.each(examples)("%s runs to its end and complains of nothing", async example => {
    expect(await outputOf(example)).not.toBe("");
  });
});
