import type { JsonObject, ModelEvent, ToolCallPart } from "@tinycodeagent/core";
import { invalidReply, oversizedReply } from "./invalid-reply.ts";
import { callFieldsOf } from "./opaque.ts";
import type { CallDelta } from "./parse-chunk.ts";

/** Calls of one reply at most. */
const maxCalls = 128;

interface OpenCall {
  readonly wireId: string | undefined;
  id: string;
  name: string;
  inputText: string;
  fields: JsonObject;
}

/** Puts the tool calls of a reply together from their pieces. */
export class CallCollector {
  readonly #newId: (wanted: string | undefined) => string;
  readonly #calls: OpenCall[] = [];
  readonly #byIndex = new Map<number, OpenCall>();

  constructor(newId: (wanted: string | undefined) => string) {
    this.#newId = newId;
  }

  /** Adds a piece; returns what a reader should see of it. */
  add(delta: CallDelta): readonly ModelEvent[] {
    const call = this.#continued(delta) ?? this.#opened(delta);
    const isNamed = call.name !== "";
    call.name ||= delta.name ?? "";
    call.inputText += delta.argumentsText;
    call.fields = { ...call.fields, ...callFieldsOf(delta.source) };
    if (call.name === "") return [];
    const inputText = isNamed ? delta.argumentsText : call.inputText;
    return [
      ...(isNamed ? [] : [{ type: "tool_call_start", id: call.id, name: call.name } as const]),
      ...(inputText === "" ? [] : [{ type: "tool_call_delta", id: call.id, inputText } as const]),
    ];
  }

  /**
   * The calls, in order.
   * @throws CodeAgentError `MODEL_RESPONSE_INVALID` when one has no name.
   */
  parts(): readonly ToolCallPart[] {
    return this.#calls.map(({ id, name, inputText }) => {
      if (name === "") throw invalidReply("tool calls with names", "one without");
      return { type: "tool_call", id, name, inputText };
    });
  }

  /** Members of the calls that only the server understands, by id. */
  fields(): Readonly<Record<string, JsonObject>> {
    const kept = this.#calls.filter(call => Object.keys(call.fields).length > 0);
    return Object.fromEntries(kept.map(call => [call.id, call.fields]));
  }

  // Careless servers leave the index out, or give every call the same: then a new id opens a new call.
  #continued({ index, id }: CallDelta): OpenCall | undefined {
    if (index !== undefined) {
      const call = this.#byIndex.get(index);
      return call && (id === undefined || id === call.wireId) ? call : undefined;
    }
    return id === undefined ? this.#calls.at(-1) : this.#calls.find(call => call.wireId === id);
  }

  #opened({ index, id }: CallDelta): OpenCall {
    if (this.#calls.length === maxCalls) throw oversizedReply(`${maxCalls} tool calls`);
    const call = { wireId: id, id: this.#newId(id), name: "", inputText: "", fields: {} };
    this.#calls.push(call);
    if (index !== undefined) this.#byIndex.set(index, call);
    return call;
  }
}
