import type { Json } from "../contract/json.ts";
import type { Decision } from "./decision.ts";

/** A decision without "nothing". */
export type Verdict<Input> = Exclude<Decision<Input>, undefined>;

/** What a decider returned, checked: it is written by others, and nonsense allows nothing. */
export function checkDecision<Input>(returned: unknown): Verdict<Input> {
  if (returned === undefined) return { decision: "allow" };
  const problem = problemOf(returned);
  if (problem) throw new Error(`it returned no decision: ${problem}`);
  return returned as Verdict<Input>;
}

function problemOf(returned: unknown): string | undefined {
  if (typeof returned !== "object" || returned === null) return `expected an object, got ${String(returned)}`;
  const verdict = returned as Record<string, unknown>;
  const check = Object.hasOwn(checks, String(verdict.decision))
    ? checks[String(verdict.decision)]
    : undefined;
  if (!check) return `expected allow, deny, ask, replace or modify, got ${JSON.stringify(verdict.decision)}`;
  return check(verdict);
}

const checks: Readonly<Record<string, (verdict: Record<string, unknown>) => string | undefined>> = {
  allow: () => undefined,
  deny: ({ reason }) => textProblem("reason", reason),
  ask: ({ question }) => textProblem("question", question),
  replace: ({ result }) => (isJson(result) ? undefined : 'its "result" is not JSON'),
  modify: ({ input }) => (input === undefined ? 'it has no "input"' : undefined),
};

function textProblem(name: string, value: unknown): string | undefined {
  return typeof value === "string" ? undefined : `its "${name}" is not a string`;
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === "object" && isPlain(value) && Object.values(value).every(isJson);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
