import { defineTool, type ExecutionResult, jsonSchema, openSession, type Session } from "@tinycodeagent/core";
import { localLauncher } from "@tinycodeagent/provider-local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";
import type { KernelSession } from "../session/kernel-session.ts";

const kibibyte = 1024;
const mebibyte = 1024 ** 2;

let answerBytes = 0;
const input = jsonSchema({ type: "object", properties: { text: { type: "string" } } });
const measure = defineTool({
  name: "measure",
  description: "The length of a text.",
  input,
  execute: given => String((given as { text: string }).text).length,
});
const produce = defineTool({
  name: "produce",
  description: "A text as long as the host says.",
  input,
  execute: () => "x".repeat(answerBytes - 2),
});

let session: Session<KernelSession>;
beforeAll(async () => {
  session = await openSession(processProvider(localLauncher()), { tools: [measure, produce] });
});
afterAll(() => session.close());

const run = (code: string, outputBytes = mebibyte): Promise<ExecutionResult> =>
  session.run(code, { limits: { outputBytes, spillBytes: 0 } }).result;

/** A limit, something of that size, of one byte more, and of a hundred times as much. */
const sizes = (limit: number) => [limit, limit + 1, limit * 100];

describe("what a cell gives has a bound, and the session goes on above it", () => {
  it.each(sizes(10_000))("live output, at 10,000 bytes: %i", async bytes => {
    const result = await run(`print('x' * ${bytes - 1})`, 10_000);
    expect(result.truncated?.totalBytes).toBe(bytes > 10_000 ? bytes : undefined);
    const shown = result.stdout.replace(/\n\[.+\]\n/, "");
    expect(shown.length).toBeGreaterThanOrEqual(Math.min(bytes, 10_000 + 16 * kibibyte) - 1);
    expect(shown.length).toBeLessThanOrEqual(10_100 + 16 * kibibyte);
  });

  it.each(sizes(mebibyte))("a value, at 1 MiB of JSON: %i", async bytes => {
    const result = await run(`'x' * ${bytes - 2}`);
    expect(result).toMatchObject({ status: "completed" });
    expect("value" in result).toBe(bytes <= mebibyte);
  });

  it.each(sizes(64 * kibibyte))("a repr, at 64 Ki characters: %i", async characters => {
    const code = `class Long:\n    def __repr__(self): return 'y' * ${characters}\nLong()`;
    const result = await run(code);
    const repr = result.status === "completed" ? (result.repr ?? "") : "";
    expect(repr.length).toBeGreaterThanOrEqual(Math.min(characters, 64 * kibibyte));
    expect(repr.length).toBeLessThanOrEqual(64 * kibibyte + 100);
    expect(repr === "y".repeat(characters)).toBe(characters <= 64 * kibibyte);
  });

  it.each(sizes(16 * kibibyte))("an exception's message, at 16 Ki characters: %i", async characters => {
    const result = await run(`raise ValueError('z' * ${characters})`);
    const message = result.status === "exception" ? result.exception.message : "";
    expect(message === "z".repeat(characters)).toBe(characters <= 16 * kibibyte);
    expect(message.length).toBeLessThanOrEqual(16 * kibibyte + 100);
  });

  it.each([10 * mebibyte, 10 * mebibyte + 1, 25 * mebibyte])("a display, at 10 MiB: %i", async bytes => {
    const code = `class Wide:\n    def _repr_html_(self): return 'h' * ${bytes}\ndisplay(Wide())`;
    const result = await run(code);
    const html = result.displays[0]?.["text/html"];
    expect(html?.length).toBe(bytes <= 10 * mebibyte ? bytes : undefined);
    expect(result.status).toBe("completed");
  });

  it.each([100, 101, 1_000])("displays, at 100 of a cell: %i", async count => {
    const result = await run(`for n in range(${count}): display(n)`);
    expect(result.displays).toHaveLength(Math.min(count, 100));
    expect(result.end.omittedDisplays ?? 0).toBe(Math.max(0, count - 100));
  });
});

describe("what goes between code and a tool has a bound, and is an exception above it", () => {
  const overhead = JSON.stringify({ text: "" }).length;

  it.each(sizes(mebibyte))("its input, at 1 MiB: %i", async bytes => {
    const length = bytes - overhead;
    const result = await run(`measure(text='x' * ${length})`);
    if (bytes <= mebibyte) expect(result).toMatchObject({ value: length });
    else
      expect(result).toMatchObject({
        exception: { message: expect.stringContaining("at most 1048576 bytes") },
      });
  });

  it.each([8 * mebibyte, 8 * mebibyte + 1, 100 * mebibyte])("its result, at 8 MiB: %i", async bytes => {
    answerBytes = bytes;
    const result = await run("len(produce(text=''))");
    if (bytes <= 8 * mebibyte) expect(result).toMatchObject({ value: bytes - 2 });
    else
      expect(result).toMatchObject({
        exception: { message: expect.stringContaining("at most 8388608 bytes") },
      });
  });
});

it("a cell's code has a bound of 32 MiB, and is refused above it", async () => {
  const code = (bytes: number) => `${"#".repeat(bytes - 3)}\n17`;
  expect(await run(code(1 * mebibyte))).toMatchObject({ value: 17 });
  expect(await run(code(31 * mebibyte))).toMatchObject({ value: 17 });
  await expect(run(code(33 * mebibyte))).rejects.toMatchObject({ code: "OPTION_INVALID" });
  expect(await run("1")).toMatchObject({ value: 1 });
});
