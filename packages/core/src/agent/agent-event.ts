import type { Approval, ApprovalAnswer } from "../approvals/approval.ts";
import type { Cell } from "../contract/cell.ts";
import type { ExecutionEvent } from "../contract/events.ts";
import type { Json } from "../contract/json.ts";
import type { ToolCallReply } from "../contract/tool-call.ts";
import type { AssistantMessage } from "../messages/message.ts";
import type { FinishReason } from "../model/chat-model.ts";
import type { Usage } from "../model/usage.ts";
import type { ExecutionResult } from "../session/execution-result.ts";
import type { ParentStep, RunResult } from "./run-result.ts";
import type { Step } from "./step.ts";
import type { StepCheckpoint } from "./step-checkpoint.ts";

/**
 * What happens in a run, in this order: `run_start`; for each step `step_start`, the model's deltas, `model_end`, then
 * for each of its actions `execution_start` … `execution_end` or `tool_start` … `tool_end` (calls made by code nest
 * inside their execution), `step_end`; last `run_end`. Approvals and hook errors may come at any time, and a `checkpoint`
 * between its step and the next execution. A step whose model call failed or was aborted ends without `model_end` and
 * `step_end`.
 */
export type AgentEvent<Output = Json> =
  | {
      readonly type: "run_start";
      readonly runId: string;
      readonly task: string;
      readonly parent?: ParentStep;
    }
  | { readonly type: "step_start"; readonly step: number }
  | { readonly type: "text"; readonly step: number; readonly text: string }
  | { readonly type: "reasoning"; readonly step: number; readonly text: string }
  /** The arguments of a tool call, as the model writes them. */
  | {
      readonly type: "tool_input";
      readonly step: number;
      readonly callId: string;
      readonly name: string;
      readonly text: string;
    }
  /** The model call failed and is repeated; the step's deltas so far are void. */
  | {
      readonly type: "model_retry";
      readonly step: number;
      readonly attempt: number;
      readonly delayMs: number;
      readonly reason: string;
    }
  | {
      readonly type: "model_end";
      readonly step: number;
      readonly model: string;
      readonly provider: string;
      readonly message: AssistantMessage;
      readonly usage: Usage;
      readonly finishReason: FinishReason;
    }
  | {
      readonly type: "execution_start";
      readonly step: number;
      readonly executionId: string;
      readonly cell: Cell;
    }
  | {
      readonly type: "execution";
      readonly step: number;
      readonly executionId: string;
      readonly event: ExecutionEvent;
    }
  | {
      readonly type: "execution_end";
      readonly step: number;
      readonly executionId: string;
      readonly result: ExecutionResult;
    }
  | {
      readonly type: "tool_start";
      readonly step: number;
      readonly callId: string;
      readonly name: string;
      readonly input: Json;
      readonly source: "model" | "code";
    }
  | {
      readonly type: "tool_end";
      readonly step: number;
      readonly callId: string;
      readonly name: string;
      readonly source: "model" | "code";
      readonly reply: ToolCallReply;
    }
  | { readonly type: "approval_request"; readonly step: number; readonly approval: Approval }
  | {
      readonly type: "approval_answer";
      readonly step: number;
      readonly approval: Approval;
      readonly answer: ApprovalAnswer;
    }
  | { readonly type: "hook_error"; readonly hook: string; readonly member: string; readonly message: string }
  | { readonly type: "step_end"; readonly step: number; readonly record: Step }
  /** What was kept of the interpreter after a step, 0 being before the first. */
  | { readonly type: "checkpoint"; readonly step: number; readonly checkpoint: StepCheckpoint }
  | { readonly type: "run_end"; readonly result: RunResult<Output> };
