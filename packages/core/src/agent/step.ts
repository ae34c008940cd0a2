import type { Cell } from "../contract/cell.ts";
import type { Json } from "../contract/json.ts";
import type { ToolCallReply } from "../contract/tool-call.ts";
import type { Message } from "../messages/message.ts";
import type { Usage } from "../model/usage.ts";
import type { ExecutionResult } from "../session/execution-result.ts";
import type { StepCheckpoint } from "./step-checkpoint.ts";

/** One model reply and what came of it: the atomic unit of history. */
export interface Step {
  /** From 1. */
  readonly number: number;
  /** The reply and the answers to its calls: valid on their own behind the history before them. */
  readonly messages: readonly Message[];
  readonly actions: readonly Action[];
  readonly usage: Usage;
  /** Messages of the run's history up to the end of this step. */
  readonly historyLength: number;
  /** In a result of an agent with `checkpoints: true`. A `checkpoint` event tells of it earlier. */
  readonly checkpoint?: StepCheckpoint;
}

/** What a step did. */
export type Action =
  | { readonly kind: "execute"; readonly cell: Cell; readonly outcome: ActionOutcome<ExecutionResult> }
  | {
      readonly kind: "tool";
      readonly callId: string;
      readonly name: string;
      readonly input: Json;
      readonly outcome: ActionOutcome<ToolCallReply>;
    };

/** It ran; or it was denied, replaced or cancelled, and why. */
export type ActionOutcome<Result> =
  | { readonly ran: true; readonly result: Result }
  | { readonly ran: false; readonly reason: string };
