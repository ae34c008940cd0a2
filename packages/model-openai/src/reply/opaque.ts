import type { AssistantMessage, Json, JsonObject, OpaquePart } from "@tinycodeagent/core";
import { isObject } from "./is-object.ts";

/** Members that a server put into its reply and may want to see again. */
export interface OpaqueFields {
  /** Of the message: `reasoning_content`, `reasoning` or `reasoning_details`. */
  readonly message: JsonObject;
  /** Of its calls, by id: `extra_content`. */
  readonly calls: Readonly<Record<string, JsonObject>>;
}

const messageFields = ["reasoning_content", "reasoning", "reasoning_details"];
const callFields = ["extra_content"];

/** The part that keeps these members for this server; nothing when there are none. */
export function opaquePart(host: string, fields: OpaqueFields): readonly OpaquePart[] {
  const { message, calls } = fields;
  if (Object.keys(message).length === 0 && Object.keys(calls).length === 0) return [];
  return [{ type: "opaque", provider: "openai", data: { host, message, calls } }];
}

/** The members that a message keeps for a server. A history may come from anywhere: other members are dropped. */
export function opaqueFieldsOf(message: AssistantMessage, host: string): OpaqueFields {
  const data = message.content.flatMap(part =>
    part.type === "opaque" && part.provider === "openai" && isObject(part.data) && part.data.host === host
      ? [part.data]
      : [],
  );
  return {
    message: Object.assign({}, ...data.map(one => pick(one.message, messageFields))),
    calls: Object.assign({}, ...data.map(one => callsOf(one.calls))),
  };
}

/** The members of a call that are kept. */
export function callFieldsOf(call: JsonObject): JsonObject {
  return pick(call, callFields);
}

function callsOf(calls: Json | undefined): Readonly<Record<string, JsonObject>> {
  if (!isObject(calls)) return {};
  return Object.fromEntries(Object.entries(calls).map(([id, fields]) => [id, pick(fields, callFields)]));
}

function pick(value: Json | undefined, names: readonly string[]): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}
