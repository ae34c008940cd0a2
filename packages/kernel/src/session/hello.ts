import { CodeAgentError, type Language } from "@tinycodeagent/core";
import type { Frame } from "../wire/index.ts";

/** What a kernel says of itself. */
export interface Hello {
  readonly kernel: string;
  readonly python: string;
  readonly platform: string;
  /** The working directory as the kernel sees it. */
  readonly cwd: string;
  /** Languages whose programs are there. */
  readonly languages: readonly Language[];
}

const known: readonly Language[] = ["python", "javascript", "bash"];

/** Checks a greeting. @throws CodeAgentError `SESSION_OPEN_FAILED` */
export function readHello({ header }: Frame): Hello {
  const { type, wire, kernel, python, platform, cwd } = header;
  if (type !== "hello" || wire !== 1)
    throw unexpected(`a greeting of wire version 1, got "${type}" of ${String(wire)}`);
  for (const member of [kernel, python, platform, cwd]) {
    if (typeof member !== "string" || member.length > 4096) throw unexpected("a greeting with versions");
  }
  const { languages } = header;
  if (!Array.isArray(languages)) throw unexpected("a greeting with languages");
  return {
    kernel,
    python,
    platform,
    cwd,
    languages: known.filter(name => languages.includes(name)),
  } as Hello;
}

function unexpected(expected: string): CodeAgentError {
  return new CodeAgentError(
    "SESSION_OPEN_FAILED",
    `Expected ${expected}. Install versions that belong together.`,
  );
}
