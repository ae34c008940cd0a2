import { expect, it } from "vitest";
import { cutMessage } from "./cut-message.ts";

it("counts over all text parts, and keeps what is not text", () => {
  const call = { type: "tool_call", id: "a", name: "f", inputText: "" } as const;
  const text = (content: string) => ({ type: "text", text: content }) as const;
  const message = { role: "assistant", content: [text("abc"), call, text("def"), text("ghi")] } as const;
  expect(cutMessage(message, 5).content).toEqual([text("abc"), call, text("de")]);
  expect(cutMessage(message, 3).content).toEqual([text("abc"), call]);
});
