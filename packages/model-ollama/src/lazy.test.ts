import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const program = `
import { registerHooks } from "node:module";
const seen = [];
registerHooks({ resolve: (name, context, next) => { if (/^ollama/.test(name)) seen.push(name); return next(name, context); } });
const { ollama } = await import("./index.ts");
const model = ollama("a", { host: "http://127.0.0.1:1", maxRetries: 0 });
const before = seen.length;
const request = { messages: [], tools: [], signal: new AbortController().signal };
try { for await (const event of model.stream(request)); } catch (error) { console.log(before, seen.join(), error.code); }
`;

it("loads the client library when it is first used, not before", async () => {
  const options = { cwd: import.meta.dirname };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", program],
    options,
  );
  expect(stdout.trim()).toBe("0 ollama/browser MODEL_UNREACHABLE");
});
