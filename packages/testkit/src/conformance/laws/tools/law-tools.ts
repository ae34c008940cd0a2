import { defineTool, type Json, jsonSchema, type Tool } from "@tinycodeagent/core";

const anything = jsonSchema<{ readonly value?: Json }>({
  type: "object",
  properties: { value: {} },
  additionalProperties: false,
});
const nothing = jsonSchema<Record<string, never>>({
  type: "object",
  properties: {},
  additionalProperties: false,
});

/** `echo(value)` returns what it is given. */
export const echoTool: Tool = defineTool({
  name: "echo",
  description: "Returns its value.",
  input: anything,
  execute: ({ value = null }) => value,
});

/** `whole(number)` takes a whole number only. */
export const wholeTool: Tool = defineTool({
  name: "whole",
  description: "Returns a whole number.",
  input: jsonSchema<{ readonly number: number }>({
    type: "object",
    properties: { number: { type: "integer" } },
    required: ["number"],
  }),
  execute: ({ number }) => number,
});

/** `fail()` throws. */
export const failTool: Tool = defineTool({
  name: "fail",
  description: "Fails.",
  input: nothing,
  execute: () => {
    throw new Error("the tool's own reason");
  },
});

/** `slow()` returns 1 after some time, or when its call is aborted. */
export function slowTool(milliseconds: number, onAbort: () => void = () => {}): Tool {
  return defineTool({
    name: "slow",
    description: "Takes its time.",
    input: nothing,
    execute: (_, { signal }) =>
      new Promise<Json>(resolve => {
        const timer = setTimeout(() => resolve(1), milliseconds);
        const stop = () => {
          clearTimeout(timer);
          onAbort();
          resolve(null);
        };
        signal.addEventListener("abort", stop, { once: true });
      }),
  });
}
