import type { Json } from "../contract/json.ts";
import { askDecider, type Decider } from "./ask-decider.ts";
import type { Verdict } from "./decision-check.ts";
import type { HookContext } from "./hook.ts";

/** How often an input may be modified before deciders are taken not to agree. */
export const maxModifications = 10;

/** What all deciders together say; the input is the one that the last modification left. */
export type Ruling<Input> =
  | { readonly kind: "allow"; readonly input: Input }
  | { readonly kind: "deny"; readonly reason: string }
  | { readonly kind: "replace"; readonly result: Json }
  | {
      readonly kind: "ask";
      readonly input: Input;
      readonly questions: readonly Question[];
      /** What holds once every question is approved. */
      readonly approved: Extract<Ruling<Input>, { kind: "allow" | "replace" }>;
    };

/** What one hook asks. */
export interface Question {
  readonly hook: string;
  readonly question: string;
}

/** What {@link decide} is given. */
export interface DecideRequest<Input> {
  readonly deciders: readonly Decider<Input>[];
  readonly input: Input;
  readonly context: HookContext;
  /** Checks an input that a decider wrote. */
  validate(input: Input): Promise<{ ok: true } | { ok: false; message: string }>;
}

interface Poll<Input> {
  input: Input;
  modifications: number;
  readonly denials: string[];
  /** The last word of each decider on the present input. */
  readonly words: Map<Decider<Input>, Verdict<Input>>;
}

/**
 * Asks all deciders, in order. Deny beats ask beats replace beats modify beats allow. A decider whose input another
 * changed is asked again with the new one; a denial stands whatever comes after it, and every reason is kept.
 */
export async function decide<Input>(request: DecideRequest<Input>): Promise<Ruling<Input>> {
  const { deciders, context } = request;
  const poll: Poll<Input> = { input: request.input, modifications: 0, denials: [], words: new Map() };
  let next = deciders[0];
  while (next) {
    const verdict = await askDecider(next, poll.input, context);
    await hear(poll, next, verdict, request);
    next = deciders.find(decider => !poll.words.has(decider));
  }
  return rulingOf(poll, deciders);
}

async function hear<Input>(
  poll: Poll<Input>,
  decider: Decider<Input>,
  verdict: Verdict<Input>,
  { validate }: DecideRequest<Input>,
): Promise<void> {
  poll.words.set(decider, verdict);
  if (verdict.decision === "deny") poll.denials.push(verdict.reason);
  // Once denied, the others are asked only for their reasons.
  if (verdict.decision !== "modify" || poll.denials.length) return;
  if (isSame(poll.input, verdict.input)) return;
  const problem = await modificationProblem(poll, verdict.input, validate);
  if (problem) {
    poll.denials.push(`The hook "${decider.hook}" changed the input, but ${problem}.`);
    return;
  }
  poll.input = verdict.input;
  poll.modifications += 1;
  poll.words.clear();
  poll.words.set(decider, verdict);
}

// Hooks that write the same agree.
function isSame(left: unknown, right: unknown): boolean {
  try {
    return left === right || JSON.stringify(left) === JSON.stringify(right);
  } catch {
    return false;
  }
}

async function modificationProblem<Input>(
  poll: Poll<Input>,
  input: Input,
  validate: DecideRequest<Input>["validate"],
): Promise<string | undefined> {
  if (poll.modifications >= maxModifications) return `hooks changed it ${maxModifications} times before`;
  const checked = await validate(input);
  return checked.ok ? undefined : `the new one is not valid: ${checked.message}`;
}

function rulingOf<Input>(poll: Poll<Input>, deciders: readonly Decider<Input>[]): Ruling<Input> {
  if (poll.denials.length) return { kind: "deny", reason: [...new Set(poll.denials)].join(" ") };
  const { input } = poll;
  const words = deciders.map(decider => ({ hook: decider.hook, verdict: poll.words.get(decider) }));
  const replacement = words.map(word => word.verdict).find(verdict => verdict?.decision === "replace");
  const approved = replacement
    ? ({ kind: "replace", result: replacement.result } as const)
    : ({ kind: "allow", input } as const);
  const questions = words.flatMap(({ hook, verdict }) =>
    verdict?.decision === "ask" ? [{ hook, question: verdict.question }] : [],
  );
  return questions.length ? { kind: "ask", input, questions, approved } : approved;
}
