import { isCodeAgentError } from "@tinycodeagent/core";
import type { Sink } from "../terminal/output.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON object a line for each event. Bytes are `{ "base64": … }`, errors `{ "code", "message", "details" }`. */
export function jsonReporter({ write }: Sink): Reporter {
  return {
    onOpen() {},
    onEvent: event => write(`${jsonLine(event)}\n`),
  };
}

const unescaped = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A value as one line of JSON without any control character, also those that JSON allows. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, plainOf).replace(
    unescaped,
    character => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

function plainOf(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64") };
  if (!isCodeAgentError(value)) return value;
  return { code: value.code, message: value.message, details: value.details };
}
