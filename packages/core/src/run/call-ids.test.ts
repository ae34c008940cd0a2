import { expect, it } from "vitest";
import type { AssistantMessage } from "../messages/message.ts";
import { createCallIds } from "./call-ids.ts";

function message(...ids: string[]): AssistantMessage {
  return { role: "assistant", content: ids.map(id => ({ type: "tool_call", id, name: "f", inputText: "" })) };
}

function idsOf({ content }: AssistantMessage): string[] {
  return content.flatMap(part => (part.type === "tool_call" ? [part.id] : []));
}

it("keeps ids that are unique", () => {
  const ids = createCallIds(["x"]);
  expect([ids.start("a"), ids.start("b"), ids.current("a")]).toEqual(["a", "b", "a"]);
  expect(idsOf(ids.settle(message("a", "b")))).toEqual(["a", "b"]);
});

it("gives the message the ids that its calls began with, in order", () => {
  const ids = createCallIds(["a"]);
  expect([ids.start("a"), ids.current("a"), ids.start("a"), ids.current("a")]).toEqual([
    "a-2",
    "a-2",
    "a-3",
    "a-3",
  ]);
  expect(idsOf(ids.settle(message("a", "a", "a")))).toEqual(["a-2", "a-3", "a-4"]);
});

it("names a call without an id", () => {
  expect(idsOf(createCallIds(["call"]).settle(message("", "")))).toEqual(["call-2", "call-3"]);
});

it("takes ids of an attempt back that is void", () => {
  const ids = createCallIds([]);
  ids.start("a");
  ids.reset();
  expect(ids.start("a")).toBe("a");
  expect(idsOf(ids.settle(message("a")))).toEqual(["a"]);
});
