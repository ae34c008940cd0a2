import {
  CodeAgentError,
  isTable,
  type SessionVariables,
  type VariableInput,
  variableProblem,
} from "@tinycodeagent/core";
import { maxMessageBytes } from "../wire/frame.ts";
import { joinBody } from "./bodies.ts";
import { callInterpreter, type InterpreterPlace } from "./interpreter-call.ts";
import { sizeProblem } from "./sizes.ts";
import { readViews } from "./variable-views.ts";

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;
const defaultMaxBytes = 1024 * 1024;
/** The rest of a message is for what describes the variables. */
const mostBytes = 24 * 1024 * 1024;
const maxNames = 1000;
/** A table may have to import pandas first, and reading a variable runs its `repr`. */
const [setMs, getMs] = [60_000, 10_000];

/** The variables of a branch. */
export function kernelVariables(place: InterpreterPlace): SessionVariables {
  const call = { failure: "VARIABLE_INVALID" } as const;
  return {
    async set(values, { signal } = {}) {
      const body = encodeValues(values);
      await callInterpreter(place, { ...call, type: "variables_set", body, timeMs: setMs, signal });
    },
    async get(names, { maxBytes = defaultMaxBytes, signal } = {}) {
      checkRequest(names, maxBytes);
      const body = new TextEncoder().encode(JSON.stringify({ names: [...new Set(names)], maxBytes }));
      const asked = { ...call, type: "variables_get", body, timeMs: getMs, signal };
      return readViews(await callInterpreter(place, asked));
    },
  };
}

function encodeValues(values: Readonly<Record<string, VariableInput>>): Uint8Array {
  const blobs: Uint8Array[] = [];
  const sizes: [string, number][] = [];
  const index = Object.entries(values).map(([name, value]) => {
    const entry = entryOf(name, value);
    if (value instanceof Uint8Array) blobs.push(value);
    sizes.push([name, value instanceof Uint8Array ? value.length : JSON.stringify(entry).length]);
    return entry;
  });
  const body = joinBody(index, blobs);
  if (body.length <= maxMessageBytes) return body;
  throw invalid(
    `variables of at most ${maxMessageBytes} bytes together, got ${sizeProblem(body.length, sizes)}. Write a file instead`,
  );
}

function entryOf(name: string, value: VariableInput): object {
  checkName(name);
  const problem = variableProblem(value, name);
  if (problem) throw invalid(problem);
  if (value instanceof Uint8Array) return { name, bytes: value.length };
  if (isTable(value)) return { name, table: Object.entries(value.columns) };
  return { name, value };
}

function checkRequest(names: readonly string[], maxBytes: number): void {
  for (const name of names) checkName(name);
  if (names.length > maxNames) throw invalid(`at most ${maxNames} names at once, got ${names.length}`);
  if (!(maxBytes >= 0 && maxBytes <= mostBytes))
    throw invalid(`"maxBytes" to be a number from 0 to ${mostBytes}, got ${maxBytes}`);
}

function checkName(name: string): void {
  if (!identifier.test(name))
    throw invalid(
      `a variable's name of up to 255 letters, digits and "_", got ${JSON.stringify(name.slice(0, 100))}`,
    );
}

function invalid(problem: string): CodeAgentError {
  return new CodeAgentError("VARIABLE_INVALID", `Expected ${problem}.`);
}
