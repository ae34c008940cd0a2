import { describe, expect, it } from "vitest";
import type { EndEvent } from "../contract/events.ts";
import type { ExecutionResult } from "../session/execution-result.ts";
import { defaultTextLimits, type ObservationOptions, observationOf } from "./observation.ts";

const end: EndEvent = { type: "end", reason: "completed", state: "kept", protected: true };
const outcome = { stdout: "", stderr: "", displays: [], state: "kept", end, durationMs: 1 } as const;
const exception = { name: "ValueError", message: "bad", traceback: "Traceback:\n  line 1\nValueError: bad" };

function textOf(result: ExecutionResult, options: Partial<ObservationOptions> = {}): string {
  const [first] = observationOf(result, { limits: defaultTextLimits, images: false, ...options });
  return first?.type === "text" ? first.text : "";
}

it("says that a quiet cell ran", () => {
  expect(textOf({ ...outcome, status: "completed" })).toMatch(/^The cell ran and printed nothing/);
});

it("gives output and value without more words when all went well", () => {
  expect(textOf({ ...outcome, status: "completed", stdout: "a\n", stderr: "b\n", repr: "3" })).toBe(
    "stdout:\na\nstderr:\nb\nvalue: 3",
  );
});

it("puts the exception last, behind the notes", () => {
  const text = textOf({ ...outcome, status: "exception", stdout: "a\n", exception }, { notes: ["A note."] });
  expect(text).toBe("stdout:\na\nA note.\nTraceback:\n  line 1\nValueError: bad");
});

it("cuts output and tracebacks in the middle, and keeps the last line of each", () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join("\n");
  const text = textOf({
    ...outcome,
    status: "exception",
    stdout: lines,
    exception: { ...exception, traceback: `${lines}\nValueError: bad` },
  });
  expect(text).toContain("stdout:\nline 0\n");
  expect(text).toContain("\nline 999\n");
  expect(text).toMatch(/\nValueError: bad$/);
  expect(text).not.toContain("line 500\n");
  expect(text.split("\n").length).toBeLessThan(2 * defaultTextLimits.maxLines + 10);
});

it("names the file that holds what was left out", () => {
  const truncated = {
    type: "truncated",
    totalBytes: 900,
    omittedBytes: 800,
    tail: "",
    spillPath: "/tmp/out",
  } as const;
  expect(textOf({ ...outcome, status: "completed", stdout: "a", truncated })).toContain(
    "The cell wrote 900 bytes; 800 of them are not shown. What was left out is in the file /tmp/out.",
  );
});

describe("what became of the state is said when the cell did not just end", () => {
  it.each([
    [
      "timeout",
      "restored",
      {},
      /ran into its time limit after 0\.0 s\.\nVariables, .+ before this cell\. Files it changed/,
    ],
    ["timeout", "kept", {}, /time limit.+\nWhat it had done until then is kept/],
    [
      "crashed",
      "reset",
      { signal: "SIGSEGV" },
      /^The interpreter died of SIGSEGV\.\nThe interpreter is new and empty:/,
    ],
    ["crashed", "restored", { exitCode: 9 }, /^The interpreter died with exit code 9\./],
    ["memory", "restored", {}, /memory limit/],
    [
      "memory",
      "restored",
      { largestVariables: [{ name: "big", sizeBytes: 2_000_000 }] },
      /The largest variables that are there now: big \(2 MiB\)\./,
    ],
    ["output", "kept", {}, /too much output/],
    ["aborted", "kept", {}, /^The cell was aborted\./],
    ["crashed", "lost", {}, /The session was lost/],
    ["crashed", "reset", { unprotectedReason: "a thread runs" }, /empty \(a thread runs\):/],
  ] as const)("%s and %s", (status, state, more, expected) => {
    const last: EndEvent = { ...end, reason: status, state, ...more };
    expect(textOf({ ...outcome, status, state, end: last })).toMatch(expected);
  });

  it("an exit is no reason to speak of the state", () => {
    expect(textOf({ ...outcome, status: "exit", exitCode: 3 })).toBe("The cell left with exit code 3.");
  });
});

it("attaches at most four pictures, and shows the most readable form of other displays", () => {
  const picture = { "image/png": new Uint8Array([1]) };
  const html = { "text/html": "<b>x</b>", "text/plain": "x" };
  const odd = { "application/pdf": new Uint8Array(5) };
  const displays = [html, odd, picture, picture, picture, picture, picture];
  const parts = observationOf(
    { ...outcome, status: "completed", displays },
    { limits: defaultTextLimits, images: true },
  );
  expect(parts.filter(part => part.type === "image")).toHaveLength(4);
  expect(parts[0]).toMatchObject({
    text: expect.stringMatching(
      /^display: text\/plain\nx\ndisplay: application\/pdf, 5 bytes\n.+not attached \(at most 4 are\)$/s,
    ),
  });
});
