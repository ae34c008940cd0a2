import {
  CodeAgentError,
  type Json,
  jsonProblem,
  type SessionVariables,
  type VariableInput,
  type VariableView,
} from "@tinycodeagent/core";
import { sessionBusy } from "../cells/execute-cell.ts";
import { isRecord, readJson } from "../cells/read-json.ts";
import { concat } from "../wire/encode.ts";
import type { ConnectionView, Request } from "../wire/index.ts";
import { graceMs, nextFrame } from "./clerk-call.ts";

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const defaultMaxBytes = 1024 * 1024;
/** Reading a variable runs its `repr`, which is the user's code. */
const limits = { timeMs: 10_000, outputBytes: 64 * 1024, spillBytes: 0 };

/** Runs a request on the interpreter when no cell runs. */
export type RunExclusively = <T>(run: () => Promise<T>) => Promise<T>;

/** The variables of a branch. */
export function kernelVariables(
  connection: ConnectionView,
  branch: string,
  exclusively: RunExclusively,
): SessionVariables {
  const ask = (
    header: Record<string, unknown>,
    body: Uint8Array | undefined,
    signal: AbortSignal | undefined,
  ) => exclusively(() => request(connection, { ...header, branch, limits }, body, signal));
  return {
    async set(values, { signal } = {}) {
      for (const name of Object.keys(values)) checkName(name);
      await ask({ type: "variables_set" }, encodeValues(values), signal);
    },
    async get(names, { maxBytes = defaultMaxBytes, signal } = {}) {
      for (const name of names) checkName(name);
      return readViews(await ask({ type: "variables_get", names, maxBytes }, undefined, signal));
    },
  };
}

async function request(
  connection: ConnectionView,
  header: Record<string, unknown>,
  body: Uint8Array | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (signal?.aborted) throw aborted(signal);
  using pending = connection.request();
  const stop = () => connection.send({ type: "abort", branch: header.branch, request: pending.id });
  signal?.addEventListener("abort", stop, { once: true });
  try {
    connection.send({ ...header, type: String(header.type), request: pending.id }, body);
    return await answerTo(pending, signal);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

// The interpreter is busy until the end: an aborted request is waited for too.
async function answerTo(pending: Request, signal: AbortSignal | undefined): Promise<Uint8Array> {
  let answer: Uint8Array | undefined;
  while (true) {
    const { header, body } = await nextFrame(pending, { timeoutMs: limits.timeMs + graceMs });
    if (header.type === "refused") throw sessionBusy();
    if (header.type === "reply") answer = body;
    if (header.type !== "end") continue;
    if (signal?.aborted) throw aborted(signal);
    if (answer) return answer;
    throw invalid(`the interpreter to answer, but it ended with ${JSON.stringify(header.reason)}`);
  }
}

function aborted(signal: AbortSignal): CodeAgentError {
  return new CodeAgentError("ABORTED", "The operation was aborted.", { cause: signal.reason });
}

function encodeValues(values: Readonly<Record<string, VariableInput>>): Uint8Array {
  const blobs: Uint8Array[] = [];
  const index = Object.entries(values).map(([name, value]) => {
    if (!(value instanceof Uint8Array)) return { name, value: checkJson(name, value) };
    blobs.push(value);
    return { name, bytes: value.length };
  });
  const encoder = new TextEncoder();
  const head = encoder.encode(JSON.stringify(index));
  return concat([encoder.encode(`${head.length}\n`), head, ...blobs]);
}

function readViews(answer: Uint8Array): Readonly<Record<string, VariableView>> {
  const line = answer.indexOf(10);
  const size = Number(new TextDecoder().decode(answer.subarray(0, line)));
  const index = readJson(answer.subarray(line + 1, line + 1 + size));
  if (!Array.isArray(index)) throw invalid("an index of variables, got something else");
  let offset = line + 1 + size;
  const views = index.flatMap((entry: unknown): [string, VariableView][] => {
    if (!isRecord(entry) || typeof entry.name !== "string") return [];
    const { bytes, ...view } = entry;
    if (view.kind !== "bytes") return [[entry.name, readView(view)]];
    const value = answer.slice(offset, offset + (typeof bytes === "number" ? bytes : 0));
    offset += value.length;
    return [[entry.name, { kind: "bytes", value }]];
  });
  return Object.fromEntries(views);
}

function readView({ kind, value, type, repr, sizeBytes }: Record<string, unknown>): VariableView {
  if (kind === "json") return { kind, value: value as Json };
  const text = (content: unknown) => (typeof content === "string" ? content : "");
  return {
    kind: "opaque",
    type: text(type),
    repr: text(repr),
    ...(typeof sizeBytes === "number" && { sizeBytes }),
  };
}

function checkName(name: string): void {
  if (!identifier.test(name))
    throw invalid(`a variable's name of letters, digits and "_", got ${JSON.stringify(name)}`);
}

function checkJson(name: string, value: unknown): unknown {
  const problem = jsonProblem(value, name);
  if (problem === undefined) return value;
  throw invalid(`JSON or bytes for variable "${name}", got ${problem}`);
}

function invalid(problem: string): CodeAgentError {
  return new CodeAgentError("VARIABLE_INVALID", `Expected ${problem}.`);
}
