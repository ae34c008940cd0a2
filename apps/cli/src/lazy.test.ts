import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const program = new URL("program.ts", import.meta.url).href;

it("help loads neither core nor any other package", () => {
  expect(modulesOf(["--help"]).filter(url => url.includes("/packages/"))).toEqual([]);
});

it("the demo loads no model package", () => {
  expect(modulesOf(["demo"]).filter(url => /model-(openai|ollama)/.test(url))).toEqual([]);
});

/** The modules that the program loads, as a loader hook sees them. */
function modulesOf(args: readonly string[]): readonly string[] {
  const script = `
    import { registerHooks } from "node:module";
    import { writeSync } from "node:fs";
    registerHooks({ load(url, context, next) { writeSync(2, "LOAD " + url + "\\n"); return next(url, context); } });
    const { program } = await import(${JSON.stringify(program)});
    await program(${JSON.stringify(args)});`;
  const command = `exec "$0" --input-type=module -e "$1" 2>&1`;
  const text = execFileSync("sh", ["-c", command, process.execPath, script], { encoding: "utf8" });
  return [...text.matchAll(/^LOAD (.*)$/gm)].map(([, url]) => url ?? "");
}
