import type { FinishReason, ModelRequest, Usage } from "@tinycodeagent/core";

/** A tool call of a scripted reply: with input that becomes JSON, or with text that need not be JSON. */
export type ScriptedCall =
  | { readonly name: string; readonly input: unknown; readonly id?: string }
  | { readonly name: string; readonly inputText: string; readonly id?: string };

/** What the model says in one reply. The test servers take the same. */
export interface ScriptedReply {
  readonly kind?: "message";
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Default: four characters of text are a token, and one request. */
  readonly usage?: Partial<Usage>;
  /** Thrown after text and reasoning, in place of the calls and the end. */
  readonly error?: unknown;
  /** Milliseconds before the first event. Aborting ends the wait. */
  readonly delayMs?: number;
  /** Default: `tool_calls` with calls, else `stop`. */
  readonly finishReason?: FinishReason;
}

/** One entry of a script: a text, a reply, or a function of the request that gives one. */
export type ScriptEntry =
  | string
  | ScriptedReply
  | ((request: ModelRequest) => string | ScriptedReply | Promise<string | ScriptedReply>);
