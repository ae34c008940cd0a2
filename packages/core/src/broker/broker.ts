import type { Json } from "../contract/json.ts";
import type { SessionToolCall, ToolCallReply, ToolSignature } from "../contract/tool-call.ts";
import type { Tool } from "../tools/tool.ts";

/** A tool call with its origin. */
export interface BrokerCall extends SessionToolCall {
  readonly source: "model" | "code";
  /** Milliseconds that the caller can wait. A tool that may take longer is not run. Default: as long as it takes. */
  readonly leftMs?: number;
}

/** What the deciders made of a call. */
export type BrokerVerdict =
  | { readonly kind: "run"; readonly input: Json }
  | { readonly kind: "deny"; readonly reason: string }
  | { readonly kind: "replace"; readonly result: Json };

/** What a broker is made of. */
export interface BrokerOptions {
  readonly tools: readonly Tool[];
  /**
   * Decides on a call whose input is valid. `validate` checks an input that a decider wrote. Default: every valid call
   * runs. Rejecting denies.
   */
  readonly decide?: (
    call: BrokerCall,
    validate: (input: Json) => Promise<{ ok: true } | { ok: false; message: string }>,
  ) => Promise<BrokerVerdict>;
  /** Before anything is checked. Throwing fails the call. */
  readonly onStart?: (call: BrokerCall) => void | Promise<void>;
  /** With the answer; what it throws changes nothing. */
  readonly onEnd?: (call: BrokerCall, reply: ToolCallReply) => void | Promise<void>;
}

/** The host side of tool calls: one door for calls made by the model and by code. */
export interface Broker {
  /** The tools that a caller may use. */
  signatures(source: "model" | "code"): readonly ToolSignature[];
  /**
   * Size → schema → deciders → execute → schema → size. Never rejects. A second call with an id that was seen is
   * answered as `invalid` and runs nothing.
   */
  call(call: BrokerCall): Promise<ToolCallReply>;
}
