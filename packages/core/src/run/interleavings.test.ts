import { local } from "@tinycodeagent/provider-local";
import { type MemoryCell, memoryProvider, ScriptedModel, type ScriptedReply } from "@tinycodeagent/testkit";
import fc from "fast-check";
import { expect, it } from "vitest";
import { historyUntil } from "../agent/history-until.ts";
import type { RunResult } from "../agent/run-result.ts";
import type { RunStream } from "../agent/run-stream.ts";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import type { CodeExecutionProvider } from "../contract/provider.ts";
import { allow, deny, modify, replace } from "../hooks/decision.ts";
import type { Hook } from "../hooks/hook.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { type Message, toolCallsOf } from "../messages/message.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";

const scale = Number(process.env.TINYCODEAGENT_SCALE ?? 1);

/** What one call of the model is. Each carries a key of its own, by which executions are counted. */
const callKinds = [
  "valid",
  "unknown",
  "broken",
  "wrong",
  "throws",
  "code",
  "codeFails",
  "answer",
  "ask",
  "lose",
] as const;
const verdicts = ["allow", "deny", "throw", "nonsense", "modify", "replace"] as const;
type CallKind = (typeof callKinds)[number];
type Verdict = (typeof verdicts)[number];

const scenario = fc.record({
  replies: fc.array(fc.array(fc.constantFrom(...callKinds), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 5,
  }),
  toolVerdicts: fc.array(fc.constantFrom(...verdicts), { maxLength: 6 }),
  cellVerdicts: fc.array(fc.constantFrom(...verdicts), { maxLength: 4 }),
  sameIds: fc.boolean(),
  maxSteps: fc.integer({ min: 1, max: 6 }),
  abortAtEvent: fc.option(fc.integer({ min: 0, max: 40 })),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

class World {
  /** How often the tool really ran, by key. */
  readonly executions = new Map<string, number>();
  /** Keys whose call was let through by the deciders. */
  readonly allowed = new Set<string>();
  readonly #codeOf: (kind: CallKind, key: string) => string;
  #keyCount = 0;

  constructor(codeOf: (kind: CallKind, key: string) => string) {
    this.#codeOf = codeOf;
  }

  key(): string {
    return `k${++this.#keyCount}`;
  }

  readonly tool = defineTool({
    name: "act",
    description: "Acts.",
    input: jsonSchema<{ key: string; fails?: boolean }>({
      type: "object",
      properties: { key: { type: "string" }, fails: { type: "boolean" } },
      required: ["key"],
      additionalProperties: false,
    }),
    from: "both",
    execute: ({ key, fails }) => {
      this.executions.set(key, (this.executions.get(key) ?? 0) + 1);
      if (fails) throw new Error("tool failed");
      return key;
    },
  });

  interpret = async (cell: MemoryCell) => {
    const [word, key = ""] = cell.code.split(/\s/);
    if (word === "lose") cell.loseSession();
    const value = await cell.callTool("act", { key });
    await cell.repeatLastCall().catch(() => {});
    if (word === "codeFails") throw new Error("cell failed");
    return value;
  };

  call(kind: CallKind, id: string | undefined) {
    const key = this.key();
    const named = (name: string, input: unknown) => ({ name, input, ...(id && { id }) });
    switch (kind) {
      case "valid":
        return named("act", { key });
      case "throws":
        return named("act", { key, fails: true });
      case "unknown":
        return named("nothing", { key });
      case "wrong":
        return named("act", { key: 1 });
      case "broken":
        return { name: "act", inputText: `{"key": "${key}"`, ...(id && { id }) };
      case "answer":
        return named("final_answer", { value: key });
      case "ask":
        return named("ask_question", { question: key });
      default:
        return named("run_python", { code: this.#codeOf(kind, key) });
    }
  }

  replies({ replies, sameIds }: Scenario): ScriptedReply[] {
    const scripted = replies.map(kinds => ({
      text: "Hm.",
      calls: kinds.map(kind => this.call(kind, sameIds ? "same" : undefined)),
    }));
    return [...scripted, ...Array(8).fill({ text: "Enough." })];
  }

  hook({ toolVerdicts, cellVerdicts }: Scenario): Hook {
    let tools = 0;
    let cells = 0;
    return {
      name: "whims",
      beforeToolCall: ({ input }) => {
        const verdict = toolVerdicts[tools++] ?? "allow";
        const { key } = input as { key: string };
        if (verdict === "allow" || verdict === "modify") this.allowed.add(key);
        return decisionOf(verdict, input);
      },
      beforeExecute: cell =>
        decisionOf(cellVerdicts[cells++] ?? "allow", { ...cell, code: `${cell.code}\n#` }),
    };
  }
}

function decisionOf<Input>(verdict: Verdict, input: Input) {
  if (verdict === "throw") throw new Error("hook failed");
  if (verdict === "nonsense") return "yes" as never;
  if (verdict === "deny") return deny("denied");
  if (verdict === "replace") return replace("replaced");
  return verdict === "modify" ? modify(input) : allow();
}

function answersOf(messages: readonly Message[]): Map<string, number> {
  const answers = new Map<string, number>();
  for (const message of messages) {
    if (message.role === "tool") answers.set(message.callId, (answers.get(message.callId) ?? 0) + 1);
  }
  return answers;
}

/** A place to run in, and how it writes what a call is to do. */
interface Place {
  codeOf(kind: CallKind, key: string): string;
  open(world: World): CodeExecutionProvider;
  /** Whether runs are rewound here too. */
  readonly checkpoints: boolean;
}

const memory: Place = {
  codeOf: (kind, key) => `${kind} ${key}`,
  open: world => memoryProvider(world.interpret, { facets: ["tools", "checkpoints"], maxCheckpoints: 3 }),
  checkpoints: true,
};

const python: Place = {
  codeOf(kind, key) {
    if (kind === "lose")
      return "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(9)";
    return `act(${JSON.stringify(key)})${kind === "codeFails" ? "\n1 / 0" : ""}`;
  },
  open: () => local(),
  checkpoints: false,
};

async function check(plan: Scenario, place: Place): Promise<void> {
  const world = new World(place.codeOf);
  const model = new ScriptedModel(world.replies(plan));
  const controller = new AbortController();
  let events = 0;
  const onEvent = () => {
    if (events++ === plan.abortAtEvent) controller.abort("by the test");
  };
  await using agent = new TinyCodeAgent({
    model,
    provider: place.open(world),
    tools: [world.tool],
    hooks: [{ name: "abort", onEvent }, world.hook(plan)],
    maxSteps: plan.maxSteps,
    checkpoints: place.checkpoints,
  });
  const result = await agent.run("Go.", { signal: controller.signal });

  expect(historyProblem(result.messages)).toBeUndefined();
  for (const request of model.requests) expect(historyProblem(request.messages)).toBeUndefined();
  const calls = result.messages.flatMap(toolCallsOf);
  expect([...answersOf(result.messages).entries()]).toEqual(calls.map(({ id }) => [id, 1]));
  for (const [key, count] of world.executions) {
    expect([key, count, world.allowed.has(key)]).toEqual([key, 1, true]);
  }
  if (result.status !== "aborted") {
    for (const key of world.allowed) if (!isBuiltIn(calls, key)) expect(world.executions.get(key)).toBe(1);
  }
  expect(result.steps.flatMap(step => step.messages)).toEqual(result.messages.slice(2));
  expect(["completed", "needs_input", "step_limit", "aborted"]).toContain(result.status);
  if (result.status === "aborted") expect(controller.signal.aborted).toBe(true);
  if (place.checkpoints) await checkRewound(agent, result, plan.maxSteps % (result.steps.length + 1));
}

async function checkRewound(agent: TinyCodeAgent, result: RunResult, step: number): Promise<void> {
  for (const { number } of result.steps) {
    expect(historyProblem(historyUntil(result, number))).toBeUndefined();
  }
  const going = await agent.rewind(result, step, { task: "Again." }).catch((error: unknown) => error);
  if (going instanceof Error) return expect(going).toMatchObject({ code: "CHECKPOINT_GONE" });
  const rewound = await (going as RunStream).result;
  expect(historyProblem(rewound.messages)).toBeUndefined();
  expect(rewound.messages.slice(1, historyUntil(result, step).length)).toEqual(
    historyUntil(result, step).slice(1),
  );
  expect(rewound.steps.map(({ number }) => number)).toEqual(rewound.steps.map((_, index) => index + 1));
}

function isBuiltIn(calls: ReturnType<typeof toolCallsOf>, key: string | undefined): boolean {
  return (
    key === undefined ||
    calls.some(
      ({ name, inputText }) => name !== "act" && name !== "run_python" && inputText.includes(`"${key}"`),
    )
  );
}

it("keeps every history valid, answers every call once, and runs every allowed call exactly once", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, plan => check(plan, memory)),
    { numRuns: 300 * scale },
  );
});

it("does so with a real interpreter", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, plan => check(plan, python)),
    { numRuns: 8 * scale },
  );
});
