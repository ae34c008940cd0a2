import { raceAbort } from "../broker/race-abort.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Approval, ApprovalAnswer, Approvals } from "./approval.ts";

/** Pending approvals, with the side that waits for them. */
export interface ApprovalDesk extends Approvals {
  /**
   * Waits for the answer. `onPending` is called once the approval can be answered.
   * @throws the signal's reason, when it aborts; the approval is gone then
   */
  wait(
    question: Omit<Approval, "id">,
    signal: AbortSignal,
    onPending: (approval: Approval) => void | Promise<void>,
  ): Promise<{ readonly approval: Approval; readonly answer: ApprovalAnswer }>;
}

/** Makes an empty desk. */
export function createApprovals(): ApprovalDesk {
  const waiting = new Map<string, { approval: Approval; resolve: (answer: ApprovalAnswer) => void }>();
  return {
    pending: () => [...waiting.values()].map(entry => entry.approval),
    answer(id, answer) {
      checkAnswer(answer);
      const entry = waiting.get(id);
      if (!entry) throw unknownApproval(id, waiting.size);
      waiting.delete(id);
      entry.resolve(answer);
    },
    async wait(question, signal, onPending) {
      const approval = { id: crypto.randomUUID(), ...question };
      const { promise, resolve } = Promise.withResolvers<ApprovalAnswer>();
      waiting.set(approval.id, { approval, resolve });
      try {
        const told = Promise.resolve(onPending(approval));
        const answer = await raceAbort(
          told.then(() => promise),
          signal,
        );
        return { approval, answer };
      } finally {
        waiting.delete(approval.id);
      }
    },
  };
}

function checkAnswer(answer: ApprovalAnswer): void {
  if (typeof answer?.approve === "boolean") return;
  throw new CodeAgentError(
    "OPTION_INVALID",
    `Expected an answer such as { approve: true } or { approve: false, reason }, got ${JSON.stringify(answer)}.`,
  );
}

function unknownApproval(id: string, pending: number): CodeAgentError {
  return new CodeAgentError(
    "APPROVAL_UNKNOWN",
    `Expected the id of a pending approval, got "${id}"; ${pending} are pending. It was answered, or its run ended: look at pending().`,
    { details: { id } },
  );
}
