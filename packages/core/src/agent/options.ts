import type { Isolation } from "../contract/capabilities.ts";
import type { Json } from "../contract/json.ts";
import type { Policy } from "../contract/policy.ts";
import type { CodeExecutionProvider, ProviderSession } from "../contract/provider.ts";
import type { VariableInput } from "../contract/variables.ts";
import type { Hook } from "../hooks/hook.ts";
import type { Message } from "../messages/message.ts";
import type { ChatModel } from "../model/chat-model.ts";
import type { TextLimits } from "../observation/head-and-tail.ts";
import type { Tool, ToolSchema } from "../tools/tool.ts";

/** How the model acts: by native tool calls, or by fenced code blocks in its text. */
export type ActionMode = "tools" | "fenced";

/** Options of a `TinyCodeAgent`. They are checked when it is made; nothing is opened then. */
export interface AgentOptions<Output = Json> {
  readonly model: ChatModel;
  readonly provider: CodeExecutionProvider<ProviderSession>;
  /** Host tools. Names must differ from each other and from the built-in ones. */
  readonly tools?: readonly Tool[];
  readonly hooks?: readonly Hook[];
  readonly policy?: Policy;
  /** Modules imported before the first cell. */
  readonly preload?: readonly string[];
  /** The opened session must have at least this, before any model call. */
  readonly requireIsolation?: Isolation;
  /** Default: `tools` when the model can, else `fenced`. */
  readonly actionMode?: ActionMode;
  /** Added to the system prompt. */
  readonly instructions?: string;
  /** Model replies at most. Default 20. */
  readonly maxSteps?: number;
  /** Input and output tokens of a run at most. Default: none. */
  readonly maxTokens?: number;
  /** Milliseconds of a run at most. Default: none. */
  readonly maxTimeMs?: number;
  /** How much of each output the model is shown. Default 3,000 tokens and 250 lines; head and tail are kept. */
  readonly truncation?: Partial<TextLimits>;
  /**
   * Keeps a checkpoint of the interpreter after each step that ran code, so that a run can be rewound and branched. Needs a
   * session with `checkpoints` (`FACET_MISSING`). Default false.
   */
  readonly checkpoints?: boolean;
  /** What `final_answer` must be, and what `result.output` then is. Default: any JSON. */
  readonly outputSchema?: ToolSchema<unknown, Output>;
}

/** Options of one run. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Put into the interpreter before the first step, and named in the prompt. */
  readonly variables?: Readonly<Record<string, VariableInput>>;
  /** Written to the workspace before the first step, by relative path, and named in the prompt. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /**
   * A history to go on from, such as `result.messages` of an earlier run. A prompt at its head gives way to
   * this agent's. Default: a new one.
   */
  readonly history?: readonly Message[];
}
