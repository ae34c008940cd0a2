import {
  CodeAgentError,
  type ImportReport,
  reportProblem,
  type SessionState,
  type SessionTransfer,
  stateProblem,
} from "@tinycodeagent/core";
import { isRecord } from "../cells/read-json.ts";
import { maxMessageBytes } from "../wire/frame.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { joinBody, splitBody } from "./bodies.ts";
import { callInterpreter, type InterpreterPlace } from "./interpreter-call.ts";
import { sizeProblem } from "./sizes.ts";

/** Both run the program's own code. */
const call = { failure: "STATE_INVALID", timeMs: 60_000 } as const;

/** The transfer of a branch's state. What is made inside is only looked at for its shape out here. */
export function kernelTransfer(place: InterpreterPlace): SessionTransfer {
  return {
    async export({ maxBytes = maxMessageBytes, secrets = [], signal } = {}) {
      checkMaxBytes(maxBytes);
      const body = new TextEncoder().encode(JSON.stringify({ maxBytes, secrets }));
      const answer = await callInterpreter(place, { ...call, type: "export", body, signal });
      return readState(answer, maxBytes);
    },
    async import(state, { signal } = {}) {
      const body = encodeState(state);
      return readReport(await callInterpreter(place, { ...call, type: "import", body, signal }));
    },
  };
}

function checkMaxBytes(maxBytes: number): void {
  if (maxBytes >= 1 && maxBytes <= maxMessageBytes) return;
  throw new CodeAgentError(
    "OPTION_INVALID",
    `Expected option "maxBytes" to be a number from 1 to ${maxMessageBytes}, got ${maxBytes}. Change it, or leave it out.`,
    { details: { option: "maxBytes" } },
  );
}

function readState(answer: Uint8Array, maxBytes: number): SessionState {
  const { head, rest } = splitBody(answer);
  if (!isRecord(head)) throw invalid("a state from the interpreter, got something else");
  if (typeof head.bytes === "number") throw tooLarge(maxBytes, sizeProblem(head.bytes, largestOf(head)));
  const { python, definitions, variables, left } = head;
  const state = {
    version: 1,
    language: "python",
    languageVersion: python,
    definitions,
    variables,
    left,
    data: toBase64(rest),
  };
  const problem = stateProblem(state);
  if (problem) throw invalid(problem);
  return state as unknown as SessionState;
}

function largestOf({ largest }: Record<string, unknown>): readonly (readonly [string, number])[] {
  if (!Array.isArray(largest)) return [];
  return largest.flatMap((pair: unknown) =>
    Array.isArray(pair) ? [[String(pair[0]).slice(0, 100), Number(pair[1])] as const] : [],
  );
}

function encodeState(state: SessionState): Uint8Array {
  const problem = stateProblem(state);
  if (problem) throw invalid(problem);
  if (state.language !== "python") throw invalid(`a state of python, got one of ${state.language}`);
  const data = fromBase64(state.data);
  if (!data) throw invalid("data in Base64, got something else");
  const body = joinBody({ definitions: state.definitions }, [data]);
  if (body.length > maxMessageBytes) throw tooLarge(maxMessageBytes, String(body.length));
  return body;
}

function readReport(answer: Uint8Array): ImportReport {
  const { head } = splitBody(answer);
  if (isRecord(head) && typeof head.damaged === "string")
    throw invalid(`an undamaged state, but ${head.damaged.slice(0, 200)}`);
  const problem = reportProblem(head);
  if (problem) throw invalid(problem);
  return head as unknown as ImportReport;
}

function invalid(problem: string): CodeAgentError {
  return new CodeAgentError("STATE_INVALID", `Expected ${problem}. Export it anew.`);
}

function tooLarge(limit: number, got: string): CodeAgentError {
  return new CodeAgentError(
    "STATE_TOO_LARGE",
    `Expected a state of at most ${limit} bytes, got ${got}. Delete what is large, or write it to files.`,
    { details: { limit } },
  );
}
