import type { Json, JsonObject } from "@tinycodeagent/core";
import { describe, expect, it } from "vitest";
import { validateRequest } from "./validate-request.ts";

const user = { role: "user", content: "Hi" };
const call = (id: string) => ({ id, type: "function", function: { name: "f", arguments: "{}" } });
const calls = (...ids: string[]) => ({ role: "assistant", content: null, tool_calls: ids.map(call) });
const answer = (id: string) => ({ role: "tool", tool_call_id: id, content: "ok" });
const faultOf = (body: JsonObject) => validateRequest({ model: "m", messages: [user], ...body }, {})?.message;
const historyFault = (...messages: Json[]) => faultOf({ messages });

it("accepts a history with text, pictures, parallel calls and their answers", () => {
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };
  const picture = { role: "user", content: [{ type: "text", text: "See" }, image] };
  const system = { role: "system", content: "Be brief." };
  expect(historyFault(system, picture, calls("a", "b"), answer("b"), answer("a"), user)).toBeUndefined();
});

describe("a history is refused when", () => {
  const faults: Record<string, readonly Json[]> = {
    "a call is not answered": [user, calls("a", "b"), answer("a")],
    "a call is answered too late": [user, calls("a"), user, answer("a")],
    "a call is answered twice": [user, calls("a"), answer("a"), answer("a")],
    "an answer has no call": [user, answer("a")],
    "two calls of a message have one id": [user, calls("a", "a"), answer("a")],
    "two calls of the history have one id": [user, calls("a"), answer("a"), calls("a"), answer("a")],
    "a role is unknown": [{ role: "robot", content: "Hi" }],
    "a message is empty": [{ role: "user", content: "" }],
    "a message has no parts": [{ role: "user", content: [] }],
    "an assistant says and does nothing": [user, { role: "assistant", content: null }],
    "an assistant's text is empty beside no call": [user, { role: "assistant", content: "" }],
    "a list of calls is empty": [user, { role: "assistant", content: "a", tool_calls: [] }],
    "arguments are no text": [user, { ...calls(), tool_calls: [{ ...call("a"), function: { name: "f" } }] }],
    "an answer holds a picture": [user, calls("a"), { ...answer("a"), content: [{ type: "image_url" }] }],
    "a member is unknown": [{ ...user, mood: "good" }],
    "there is no message": [],
  };
  it.each(Object.entries(faults))("%s", (_, messages) => {
    expect(historyFault(...messages)).toMatch(/^Invalid|^An assistant message/);
  });
});

describe("a request is refused when", () => {
  const tool = (name: string) => ({ type: "function", function: { name, parameters: { type: "object" } } });
  const faults: Record<string, JsonObject> = {
    "it names no model": { model: "" },
    "it has an unknown member": { tempurature: 1 },
    "its temperature is out of range": { temperature: 3 },
    "its number of tokens is no count": { max_completion_tokens: 0 },
    "its effort is unknown": { reasoning_effort: "heroic" },
    "it has options of a stream without one": { stream_options: { include_usage: true } },
    "its list of tools is empty": { tools: [] },
    "it chooses among no tools": { tool_choice: "none" },
    "two tools have one name": { tools: [tool("f"), tool("f")] },
    "the name of a tool has a space": { tools: [tool("f g")] },
  };
  it.each(Object.entries(faults))("%s", (_, body) => {
    expect(faultOf(body)).toEqual(expect.any(String));
    expect(validateRequest({ model: "m", messages: [user], ...body }, {})?.status).toBe(400);
  });
});

it("accepts tools, a choice among them and options of a stream", () => {
  const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
  const body = { tools, tool_choice: "required", stream: true, stream_options: { include_usage: true } };
  expect(faultOf({ ...body, temperature: 0, max_tokens: 5, reasoning_effort: "low" })).toBeUndefined();
});
