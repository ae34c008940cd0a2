import { expect, it } from "vitest";
import { historyProblem } from "./history-problem.ts";
import type { Message } from "./message.ts";

const user: Message = { role: "user", content: [{ type: "text", text: "Go." }] };

function calls(...ids: string[]): Message {
  return {
    role: "assistant",
    content: ids.map(id => ({ type: "tool_call", id, name: "f", inputText: "{}" })),
  };
}

function answer(callId: string): Message {
  return { role: "tool", callId, name: "f", content: [], isError: false };
}

it("takes calls that are answered in any order, once each", () => {
  expect(historyProblem([user, calls("a", "b"), answer("b"), answer("a"), user])).toBeUndefined();
  expect(historyProblem([{ role: "system", content: "s" }, user])).toBeUndefined();
});

it.each([
  ["an empty history", [], "is empty"],
  ["an assistant as the first", [calls()], 'starts with role "assistant"'],
  ["a call that is not answered at the end", [user, calls("a")], '"a" are not answered'],
  ["a message between call and answer", [user, calls("a"), user, answer("a")], "Message 2"],
  ["an answer given twice", [user, calls("a"), answer("a"), answer("a")], "Message 3"],
  ["an answer without a call", [user, answer("a")], "no open call"],
  ["a missing answer among several", [user, calls("a", "b"), answer("a"), user], '"b" are not answered'],
  ["an id that is used again later", [user, calls("a"), answer("a"), calls("a"), answer("a")], "not unique"],
  ["an id twice in one message", [user, calls("a", "a"), answer("a")], "not unique"],
])("finds %s", (_, messages, problem) => {
  expect(historyProblem(messages as Message[])).toContain(problem);
});
