import type { EndEvent, EndReason, ExecutionEvent, Json, MimeType, StateFate } from "@tinycodeagent/core";
import type { Frame } from "../wire/index.ts";
import { isRecord, readJson } from "./read-json.ts";

const reasons: readonly EndReason[] = [
  "completed",
  "exception",
  "exit",
  "timeout",
  "aborted",
  "memory",
  "output",
  "crashed",
];
const fates: readonly StateFate[] = ["kept", "restored", "reset", "lost"];

/** What the kernel's worker holds itself; user code that writes frames of its own is held to it here. */
const maxTextCharacters = 64 * 1024 + 100;
const maxNameCharacters = 1000;
const maxLargest = 5;
const maxResultBytes = 2 * 1024 * 1024;
const maxDisplayBytes = 10 * 1024 * 1024;

/**
 * The event that a frame tells of, or nothing: user code may write frames of its own, so one that is not of the right
 * shape is dropped.
 */
export function readEvent(frame: Frame): ExecutionEvent | undefined {
  const { type } = frame.header;
  return Object.hasOwn(readers, type) ? readers[type]?.(frame) : undefined;
}

const readers: Readonly<Record<string, (frame: Frame) => ExecutionEvent | undefined>> = {
  result({ body }) {
    const content = readBounded(body);
    if (!isRecord(content) || typeof content.repr !== "string") return undefined;
    const repr = content.repr.slice(0, maxTextCharacters);
    if (!("value" in content)) return { type: "result", repr };
    return { type: "result", repr, value: content.value as Json };
  },
  exception({ body }) {
    const content = readBounded(body);
    if (!isRecord(content)) return undefined;
    const { name, message, traceback } = content;
    if (typeof name !== "string" || typeof message !== "string" || typeof traceback !== "string")
      return undefined;
    return {
      type: "exception",
      name: name.slice(0, maxNameCharacters),
      message: message.slice(0, maxTextCharacters),
      traceback: traceback.slice(0, maxTextCharacters),
    };
  },
  display({ header, body }) {
    if (body.length > maxDisplayBytes) return undefined;
    const data: Record<MimeType, string | Uint8Array> = {};
    let offset = 0;
    for (const [type, size] of contentsOf(header.contents)) {
      const content = body.subarray(offset, offset + size);
      offset += size;
      data[type] = isText(type) ? new TextDecoder().decode(content) : content;
    }
    return offset === body.length && offset > 0 ? { type: "display", data } : undefined;
  },
  truncated({ header, body }) {
    const { totalBytes, omittedBytes, spillPath } = header;
    return {
      type: "truncated",
      totalBytes: typeof totalBytes === "number" ? totalBytes : 0,
      omittedBytes: typeof omittedBytes === "number" ? omittedBytes : 0,
      tail: new TextDecoder().decode(body),
      ...(typeof spillPath === "string" && { spillPath }),
    };
  },
  end: ({ header }) => readEnd(header),
};

// To parse what is larger would hold up the host: megabytes of `{}` take seconds, and fifty times their size.
function readBounded(body: Uint8Array): unknown {
  return body.length > maxResultBytes ? undefined : readJson(body);
}

function readEnd(header: Frame["header"]): EndEvent {
  const { reason, state, unprotectedReason, exitCode, signal, durationMs, omittedDisplays } = header;
  const largestVariables = sizesOf(header.largestVariables);
  return {
    type: "end",
    reason: reasons.find(known => known === reason) ?? "crashed",
    state: fates.find(known => known === state) ?? "reset",
    protected: header.protected === true,
    ...(typeof unprotectedReason === "string" && { unprotectedReason }),
    ...(typeof exitCode === "number" && { exitCode }),
    ...(typeof signal === "string" && { signal }),
    ...(typeof durationMs === "number" && { durationMs }),
    ...(largestVariables.length > 0 && { largestVariables }),
    ...(typeof omittedDisplays === "number" && { omittedDisplays }),
  };
}

function sizesOf(value: unknown): readonly { readonly name: string; readonly sizeBytes: number }[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, maxLargest)
    .filter(isRecord)
    .flatMap(({ name, sizeBytes }) =>
      typeof name === "string" && typeof sizeBytes === "number"
        ? [{ name: name.slice(0, maxNameCharacters), sizeBytes }]
        : [],
    );
}

const mimeType = /^[a-z0-9.+-]+\/[a-z0-9.+;= -]+$/i;

function contentsOf(contents: unknown): readonly (readonly [MimeType, number])[] {
  if (!Array.isArray(contents)) return [];
  return contents.filter(
    (pair): pair is [MimeType, number] =>
      Array.isArray(pair) &&
      typeof pair[0] === "string" &&
      mimeType.test(pair[0]) &&
      Number.isInteger(pair[1]) &&
      pair[1] >= 0,
  );
}

function isText(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" || type === "application/json";
}
