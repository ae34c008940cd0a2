import { execFileSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const block = /(<!-- (\S+) -->\n)```ts\n[\s\S]*?```(\n+```text\n[\s\S]*?```)?/g;

/** Puts the examples, and what they print, into the READMEs that show them. */
for (const readme of globSync("{README.md,packages/*/*.md,apps/*/README.md}", { cwd: root })) {
  const path = join(root, readme);
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    text.replace(block, (_, comment: string, file: string, output?: string) => {
      const code = readFileSync(join(root, file), "utf8");
      const shown = `${comment}\`\`\`ts\n${code}\`\`\``;
      return output
        ? `${shown}\n\n\`\`\`text\n${execFileSync(process.execPath, [file], { cwd: root, encoding: "utf8" })}\`\`\``
        : shown;
    }),
  );
}
