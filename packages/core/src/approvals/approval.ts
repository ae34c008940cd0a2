import type { Json } from "../contract/json.ts";

/** A question that a decider put to a person or a program; the run waits in place for the answer. */
export interface Approval {
  /** Unique in the agent. */
  readonly id: string;
  readonly runId: string;
  /** The hook that asks. */
  readonly hook: string;
  readonly question: string;
  readonly subject: ApprovalSubject;
}

/** What is to be approved. */
export type ApprovalSubject =
  | { readonly kind: "execute"; readonly code: string; readonly language: string }
  | {
      readonly kind: "tool";
      readonly name: string;
      readonly input: Json;
      readonly source: "model" | "code";
    }
  | { readonly kind: "model" };

/** The answer to an approval. */
export type ApprovalAnswer =
  | { readonly approve: true }
  | { readonly approve: false; readonly reason?: string };

/** Pending approvals of an agent. */
export interface Approvals {
  /** Oldest first. */
  pending(): readonly Approval[];
  /** @throws CodeAgentError `APPROVAL_UNKNOWN` when no such approval is pending. */
  answer(id: string, answer: ApprovalAnswer): void;
}
