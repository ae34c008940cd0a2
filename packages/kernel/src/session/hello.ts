import { CodeAgentError } from "@tinycodeagent/core";
import type { Frame } from "../wire/index.ts";

/** What a kernel says of itself. */
export interface Hello {
  readonly kernel: string;
  readonly python: string;
  readonly platform: string;
  /** The working directory as the kernel sees it. */
  readonly cwd: string;
}

/** Checks a greeting. @throws CodeAgentError `SESSION_OPEN_FAILED` */
export function readHello({ header }: Frame): Hello {
  const { type, wire, kernel, python, platform, cwd } = header;
  if (type !== "hello" || wire !== 1)
    throw unexpected(`a greeting of wire version 1, got "${type}" of ${String(wire)}`);
  for (const member of [kernel, python, platform, cwd]) {
    if (typeof member !== "string" || member.length > 4096) throw unexpected("a greeting with versions");
  }
  return { kernel, python, platform, cwd } as Hello;
}

function unexpected(expected: string): CodeAgentError {
  return new CodeAgentError(
    "SESSION_OPEN_FAILED",
    `Expected ${expected}. Install versions that belong together.`,
  );
}
