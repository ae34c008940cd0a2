import {
  type ChatModel,
  CodeAgentError,
  type ModelCapabilities,
  type ModelEvent,
  type ModelRequest,
} from "@tinycodeagent/core";
import { assertValidHistory } from "../history/assert-valid-history.ts";
import { checkReplies, checkReply, placeOf } from "../script/check-reply.ts";
import { scriptedReplyRules } from "./reply-rules.ts";
import { scriptedMessage, scriptedUsage } from "./scripted-message.ts";
import type { ScriptEntry, ScriptedReply } from "./scripted-reply.ts";
import { waitOrAbort } from "./wait-or-abort.ts";

/** Options of a {@link ScriptedModel}. */
export interface ScriptedModelOptions {
  /** Default `"scripted"`. */
  readonly provider?: string;
  /** Default `"script"`. */
  readonly name?: string;
  /** Default: native tools, no images. */
  readonly capabilities?: ModelCapabilities;
  /** Characters of one delta. Default 12. */
  readonly chunkChars?: number;
}

/**
 * A chat model that gives the replies of a script, one for each request, and checks that every history it is sent is
 * valid. For tests and examples: no network, no key.
 */
export class ScriptedModel implements ChatModel {
  readonly specVersion = 1;
  readonly provider: string;
  readonly name: string;
  readonly capabilities: ModelCapabilities;
  /** What it was sent, in order. */
  readonly requests: ModelRequest[] = [];
  readonly #replies: readonly ScriptEntry[];
  readonly #chunkChars: number;
  #problem: unknown;
  #callCount = 0;

  /**
   * Checks the script.
   * @throws CodeAgentError `OPTION_INVALID`: which reply, which member, and what is known
   */
  constructor(replies: readonly ScriptEntry[], options: ScriptedModelOptions = {}) {
    checkReplies(replies, scriptedReplyRules);
    this.#replies = replies;
    this.provider = options.provider ?? "scripted";
    this.name = options.name ?? "script";
    this.capabilities = options.capabilities ?? { tools: true };
    this.#chunkChars = Math.max(1, options.chunkChars ?? 12);
  }

  /** Gives the next reply. Throws when the script is used up, or when the history is not valid. */
  async *stream(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    const reply = await this.#next(request);
    await waitOrAbort(reply.delayMs ?? 0, request.signal);
    const message = scriptedMessage(reply, () => `call_${++this.#callCount}`);
    for (const event of deltasOf(message.content, this.#chunkChars)) {
      throwIfAborted(request.signal);
      if (reply.error !== undefined && event.type.startsWith("tool_call")) break;
      yield event;
    }
    if (reply.error !== undefined) throw reply.error;
    const finishReason = reply.finishReason ?? (reply.calls?.length ? "tool_calls" : "stop");
    yield { type: "finish", message, usage: scriptedUsage(reply, request), finishReason };
  }

  /** Throws when replies are left, when more were asked for than there are, or when a history was not valid. */
  assertUsedUp(): void {
    if (this.#problem !== undefined) throw this.#problem;
    const left = this.#replies.length - this.requests.length;
    if (left > 0)
      throw new Error(`Expected all ${this.#replies.length} replies to be used, but ${left} are left.`);
  }

  async #next(request: ModelRequest): Promise<ScriptedReply> {
    throwIfAborted(request.signal);
    // The agent may go on with its own list: what was sent is kept as it was.
    this.requests.push({ ...request, messages: [...request.messages] });
    try {
      assertValidHistory(request.messages);
      const entry = this.#replies[this.requests.length - 1];
      if (entry === undefined) throw new Error(this.#usedUp());
      const reply = typeof entry === "function" ? await entry(request) : entry;
      checkReply(reply, placeOf(this.requests.length - 1), scriptedReplyRules);
      return typeof reply === "string" ? { text: reply } : reply;
    } catch (error) {
      this.#problem ??= error;
      throw error;
    }
  }

  #usedUp(): string {
    return `Expected at most ${this.#replies.length} requests, got number ${this.requests.length}. Add a reply to the script.`;
  }
}

type Parts = ReturnType<typeof scriptedMessage>["content"];

function* deltasOf(parts: Parts, size: number): Generator<ModelEvent> {
  for (const part of parts) {
    if (part.type === "text" || part.type === "reasoning") {
      for (const text of chunks(part.text, size)) yield { type: part.type, text };
    } else if (part.type === "tool_call") {
      yield { type: "tool_call_start", id: part.id, name: part.name };
      for (const inputText of chunks(part.inputText, size)) {
        yield { type: "tool_call_delta", id: part.id, inputText };
      }
    }
  }
}

function* chunks(text: string, size: number): Generator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new CodeAgentError("ABORTED", "Expected the model call to finish, but its signal was aborted.", {
    cause: signal.reason,
  });
}
