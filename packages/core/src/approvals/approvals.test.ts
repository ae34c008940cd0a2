import {
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { ask, modify } from "../hooks/decision.ts";
import { defineHook, type Hook } from "../hooks/hook.ts";
import { textOf } from "../messages/message.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";

function setUp(replies: readonly ScriptEntry[], hooks: readonly Omit<Hook, "name">[]) {
  const doubled: number[] = [];
  const double = defineTool({
    name: "double",
    description: "Doubles.",
    input: jsonSchema<{ n: number }>({
      type: "object",
      properties: { n: { type: "integer" } },
      required: ["n"],
    }),
    from: "both",
    execute({ n }) {
      doubled.push(n);
      return 2 * n;
    },
  });
  const model = new ScriptedModel(replies);
  const agent = new TinyCodeAgent({
    model,
    provider: memoryProvider(lineInterpreter),
    tools: [double],
    hooks: hooks.map((hook, index) => defineHook({ name: `hook${index}`, ...hook })),
  });
  const observed = (index: number) => {
    const message = model.requests[index]?.messages.at(-1);
    return message && textOf(message);
  };
  return { agent, model, doubled, observed };
}

const callDouble = { calls: [{ name: "double", input: { n: 4 } }] };
const inCode = runPython('call double {"n": 4}');

it("waits in place for an approval, of the very input that will run", async () => {
  const { agent, doubled, observed } = setUp(
    [inCode, callDouble, "Done."],
    [{ beforeToolCall: () => ask("Sure?") }, { beforeToolCall: () => modify({ n: 6 }) }],
  );
  const running = agent.stream("Go.");
  const seen: string[] = [];
  for await (const event of running) {
    seen.push(event.type);
    if (event.type !== "approval_request") continue;
    expect(agent.approvals.pending()).toEqual([event.approval]);
    expect(event.approval).toMatchObject({
      hook: "hook0",
      question: "Sure?",
      subject: { kind: "tool", input: { n: 6 } },
    });
    const isCode = event.approval.subject.kind === "tool" && event.approval.subject.source === "code";
    agent.approvals.answer(
      event.approval.id,
      isCode ? { approve: true } : { approve: false, reason: "Once is enough." },
    );
  }
  expect(doubled).toEqual([6]);
  expect(observed(1)).toBe("value: 12");
  expect(observed(2)).toBe("denied: Once is enough.");
  expect(agent.approvals.pending()).toEqual([]);
  expect(seen.filter(type => type === "approval_answer")).toHaveLength(2);
});

it("gives a pending approval up when the run is aborted", async () => {
  const controller = new AbortController();
  const { agent } = setUp([runPython("print a")], [{ beforeExecute: () => ask("Sure?") }]);
  const running = agent.stream("Go.", { signal: controller.signal });
  for await (const event of running) if (event.type === "approval_request") controller.abort("gone");
  expect(await running.result).toMatchObject({ status: "aborted", reason: "gone" });
  expect(agent.approvals.pending()).toEqual([]);
});

it("takes nothing for an answer that says neither yes nor no", () => {
  const { agent } = setUp([], []);
  expect(() => agent.approvals.answer("x", {} as never)).toThrow(
    expect.objectContaining({ code: "OPTION_INVALID" }),
  );
});

it("knows no approval that is not pending", () => {
  const { agent } = setUp([], []);
  expect(() => agent.approvals.answer("x", { approve: true })).toThrow(
    expect.objectContaining({ code: "APPROVAL_UNKNOWN" }),
  );
});
