import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findPython } from "./find-python.ts";

const folder = mkdtempSync(join(tmpdir(), "find-python-"));

function program(name: string, lines: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, mode);
  return path;
}

it.each([
  ["is not there", "python99", "there is no such command"],
  ["is at no path", join(folder, "nothing"), "there is no such command"],
  ["may not be executed", program("closed", "", 0o600), "it may not be executed"],
  [
    "fails",
    program("broken", "echo ignored >&2; echo no standard library >&2; exit 3", 0o700),
    "it ended with exit code 3 and said: no standard library",
  ],
  ["is killed", program("killed", "kill -9 $$", 0o700), "it was ended by SIGKILL"],
  ["is no Python", program("other", "echo hello", 0o700), "it did not tell its version"],
])("a program that %s is told in words, without the script that asked it", async (_, command, problem) => {
  await expect(findPython(command)).rejects.toMatchObject({
    code: "PYTHON_NOT_FOUND",
    message: `Expected Python 3.9 or later as "${command}", but: ${problem}. Install Python, or pass local({ python: "/path/to/python3" }).`,
  });
});

it("a Python is asked once", async () => {
  const asked = findPython("python3");
  expect(findPython("python3")).toBe(asked);
  expect((await asked).version).toMatch(/^3\.\d+\.\d+$/);
});
