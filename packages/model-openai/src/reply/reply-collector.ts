import type { AssistantPart, FinishReason, Json, JsonObject, ModelEvent, Usage } from "@tinycodeagent/core";
import { CallCollector } from "./call-collector.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { invalidReply, oversizedReply } from "./invalid-reply.ts";
import { opaquePart } from "./opaque.ts";
import { parseChunk, type ReplyDelta } from "./parse-chunk.ts";
import { joinDetails } from "./reasoning-details.ts";
import { usageOf } from "./wire-usage.ts";

/** Characters of text, reasoning and arguments in one reply at most. */
const maxReplyCharacters = 8 * 1024 * 1024;

/** What a reply is collected for. */
export interface ReplyCollectorOptions {
  readonly host: string;
  readonly newId: (wanted: string | undefined) => string;
}

/** Puts a reply together from its chunks. Everything in them is checked first. */
export class ReplyCollector {
  readonly #host: string;
  readonly #calls: CallCollector;
  #text = "";
  #reasoning = "";
  #reasoningField = "";
  #details: JsonObject[] = [];
  #refused = false;
  #finishReason: string | undefined;
  #usage: JsonObject | undefined;
  #characters = 0;

  constructor(options: ReplyCollectorOptions) {
    this.#host = options.host;
    this.#calls = new CallCollector(options.newId);
  }

  /** Whether the model said that it was done; only the usage may follow. */
  get isComplete(): boolean {
    return this.#finishReason !== undefined;
  }

  /** Whether nothing of a reply was in the chunks so far. */
  get isEmpty(): boolean {
    return this.#characters === 0 && !this.isComplete;
  }

  /** What the server reported so far. */
  get usage(): Usage {
    return usageOf(this.#usage);
  }

  /**
   * Adds a chunk; returns what a reader should see of it.
   * @throws CodeAgentError `MODEL_RESPONSE_INVALID`
   */
  add(chunk: unknown): readonly ModelEvent[] {
    const delta = parseChunk(chunk);
    this.#bound(delta);
    this.#keep(delta);
    const text = delta.text + delta.refusal;
    return [
      ...(delta.reasoning === "" ? [] : [{ type: "reasoning", text: delta.reasoning } as const]),
      ...(text === "" ? [] : [{ type: "text", text } as const]),
      ...delta.calls.flatMap(call => this.#calls.add(call)),
    ];
  }

  /**
   * The last event, with the whole message.
   * @throws CodeAgentError `MODEL_RESPONSE_INVALID` when there is nothing in it.
   */
  finish(): ModelEvent {
    const calls = this.#calls.parts();
    const finishReason = this.#reason(calls.length > 0);
    if (this.#text === "" && calls.length === 0 && finishReason !== "length" && finishReason !== "filtered") {
      throw invalidReply("text or tool calls", "an empty reply");
    }
    const content: readonly AssistantPart[] = [
      ...(this.#reasoning === "" ? [] : [{ type: "reasoning", text: this.#reasoning } as const]),
      ...opaquePart(this.#host, { message: this.#messageFields(), calls: this.#calls.fields() }),
      ...(this.#text === "" ? [] : [{ type: "text", text: this.#text } as const]),
      ...calls,
    ];
    return { type: "finish", message: { role: "assistant", content }, usage: this.usage, finishReason };
  }

  #keep(delta: ReplyDelta): void {
    this.#text += delta.text + delta.refusal;
    this.#refused ||= delta.refusal !== "";
    if (delta.reasoning !== "") this.#reasoningField = delta.reasoningField;
    this.#reasoning += delta.reasoning;
    this.#details.push(...delta.reasoningDetails);
    this.#finishReason = delta.finishReason ?? this.#finishReason;
    this.#usage = delta.usage ?? this.#usage;
  }

  #bound({ text, refusal, reasoning, reasoningDetails, calls }: ReplyDelta): void {
    const inputs = calls.reduce(
      (sum, { name = "", argumentsText }) => sum + name.length + argumentsText.length,
      0,
    );
    const details = reasoningDetails.length === 0 ? 0 : JSON.stringify(reasoningDetails).length;
    this.#characters += text.length + refusal.length + reasoning.length + inputs + details;
    if (this.#characters > maxReplyCharacters) throw oversizedReply(`${maxReplyCharacters} characters`);
  }

  #reason(hasCalls: boolean): FinishReason {
    return this.#refused ? "filtered" : finishReasonOf(this.#finishReason, hasCalls);
  }

  #messageFields(): JsonObject {
    const details: Json = [...joinDetails(this.#details)];
    return {
      ...(this.#reasoningField !== "" && { [this.#reasoningField]: this.#reasoning }),
      ...(details.length > 0 && { reasoning_details: details }),
    };
  }
}
