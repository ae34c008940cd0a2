import { expect, it } from "vitest";
import { howToAct } from "./how-to-act.ts";

const finalAnswer = { name: "final_answer", description: "", inputSchema: {} };

it("speaks of calls to a model with tools, and of blocks to one without", () => {
  const native = howToAct("tools", [finalAnswer]);
  const fenced = howToAct("fenced", [finalAnswer]);
  expect([native.includes("run_python"), native.includes("```python")]).toEqual([true, false]);
  expect([fenced.includes("run_python"), fenced.includes("```python")]).toEqual([false, true]);
});

it("does not name functions that the session has not", () => {
  expect(howToAct("fenced", [])).not.toContain("final_answer");
  expect(howToAct("tools", [])).not.toContain("final_answer(value)");
});
