import { globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");
const names = process.argv.slice(2);

/**
 * Puts each entry of a package, as tsc wrote it, into one file: a program that starts reads one file instead of a hundred.
 * Other packages stay imports. Usage: `node .config/bundle.ts [package …]`.
 */
for (const path of globSync("packages/*/package.json", { cwd: root })) {
  const folder = join(root, path, "..");
  if (names.length && !names.some(name => path === join("packages", name, "package.json"))) continue;
  const { publishConfig } = JSON.parse(readFileSync(join(root, path), "utf8"));
  const bundled: string[] = Object.values<{ default: string }>(publishConfig.exports).map(
    entry => entry.default,
  );
  rmSync(join(folder, "dist/bundle"), { recursive: true, force: true });
  const bundle = await rolldown({
    input: Object.fromEntries(
      bundled.map(file => [entryName(file), join(folder, "dist", `${entryName(file)}.js`)]),
    ),
    external: /^[^./]/,
    platform: "neutral",
  });
  await bundle.write({ dir: join(folder, "dist/bundle"), format: "esm", sourcemap: true });
}

function entryName(file: string): string {
  return file.replace(/^\.\/dist\/bundle\//, "").replace(/\.js$/, "");
}
