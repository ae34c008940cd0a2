import type { Approval } from "../approvals/approval.ts";
import type { Json } from "../contract/json.ts";
import type { Decider } from "../hooks/ask-decider.ts";
import { decide } from "../hooks/decide.ts";
import type { Run } from "../run/run.ts";

/** What becomes of an action: it runs with an input, or it does not. */
export type Resolution<Input> =
  | { readonly kind: "run"; readonly input: Input }
  | { readonly kind: "deny"; readonly reason: string }
  | { readonly kind: "replace"; readonly result: Json };

/** One question to the deciders of a run. */
export interface RunDecision<Input> {
  readonly deciders: readonly Decider<Input>[];
  readonly input: Input;
  readonly signal: AbortSignal;
  validate(input: Input): Promise<{ ok: true } | { ok: false; message: string }>;
  /** How the action is shown to whoever approves it. */
  subject(input: Input): Approval["subject"];
}

/**
 * Asks the deciders, and waits for the approvals that they ask for.
 * @throws the signal's reason, when it aborts
 */
export async function decideInRun<Input>(run: Run, decision: RunDecision<Input>): Promise<Resolution<Input>> {
  if (decision.deciders.length === 0) return { kind: "run", input: decision.input };
  const context = { runId: run.id, step: run.step, signal: decision.signal };
  const ruling = await decide({ ...decision, context });
  if (ruling.kind === "allow") return { kind: "run", input: ruling.input };
  if (ruling.kind !== "ask") return ruling;
  for (const { hook, question } of ruling.questions) {
    const refusal = await refusalOf(run, decision, {
      runId: run.id,
      hook,
      question,
      subject: decision.subject(ruling.input),
    });
    if (refusal !== undefined) return { kind: "deny", reason: refusal };
  }
  return ruling.approved.kind === "replace" ? ruling.approved : { kind: "run", input: ruling.approved.input };
}

async function refusalOf<Input>(
  run: Run,
  { signal }: RunDecision<Input>,
  question: Omit<Approval, "id">,
): Promise<string | undefined> {
  const { step } = run;
  const { approval, answer } = await run.approvals.wait(question, signal, approval =>
    run.emit({ type: "approval_request", step, approval }),
  );
  await run.emit({ type: "approval_answer", step, approval, answer });
  return answer.approve ? undefined : (answer.reason ?? `The answer to "${question.question}" was no.`);
}
