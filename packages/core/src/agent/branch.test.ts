import {
  lineInterpreter,
  type MemoryProviderOptions,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask } from "../hooks/decision.ts";
import { textOf } from "../messages/message.ts";
import type { AgentOptions } from "./options.ts";
import type { RunResult } from "./run-result.ts";
import { TinyCodeAgent } from "./tiny-code-agent.ts";

const facets = ["tools", "variables", "checkpoints", "fork"] as const;
const scale = Number(process.env.TINYCODEAGENT_SCALE ?? 1);

function setUp(
  replies: readonly ScriptEntry[],
  options: Partial<AgentOptions> = {},
  memory: MemoryProviderOptions = {},
) {
  const model = new ScriptedModel(replies);
  const provider = memoryProvider(lineInterpreter, { facets, ...memory });
  const agent = new TinyCodeAgent({ model, provider, checkpoints: true, ...options });
  /** Whether each session that was opened or forked still answers. */
  const open = () =>
    Promise.all(
      provider.sessions.map(session =>
        session.variables?.get([]).then(
          () => true,
          () => false,
        ),
      ),
    );
  return { agent, model, provider, open };
}

const threeSteps = [runPython("set x 1"), runPython("set x 2"), "Two."];
const answerX = runPython("get x");

/** What the last cell of a run gave. */
function lastValue({ steps }: RunResult<unknown>): unknown {
  const action = steps.flatMap(step => step.actions).findLast(({ kind }) => kind === "execute");
  if (action?.kind !== "execute" || !action.outcome.ran) return undefined;
  const { result } = action.outcome;
  return result.status === "completed" ? result.value : result.status;
}

it("goes on from a step in a copy: both are usable, and neither sees the other", async () => {
  const { agent, provider } = setUp([...threeSteps, answerX, "One.", answerX, "Two.", answerX, "One again."]);
  await using _ = agent;
  const first = await agent.run("Count.");
  await using branch = await agent.branch(first, 1, { task: "What is x there?" });
  const there = await branch.run.result;
  expect(there).toMatchObject({ output: "One.", parent: { runId: first.runId, step: 1 } });
  expect(lastValue(there)).toBe(1);
  expect(lastValue(await agent.run("And here?"))).toBe(2);
  expect(lastValue(await branch.agent.run("And there?"))).toBe(1);
  expect(provider.sessions).toHaveLength(2);
});

it("runs at the same time as its parent, and each answer ends its own run", async () => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const { promise: gate, resolve: release } = Promise.withResolvers<void>();
  const { agent } = setUp([
    ...threeSteps,
    async () => {
      start();
      await gate;
      return runPython('call final_answer {"value": "parent"}');
    },
    runPython('call final_answer {"value": "branch"}'),
  ]);
  await using _ = agent;
  const first = await agent.run("Count.");
  const parent = agent.run("Slowly.");
  await started;
  const branch = await agent.branch(first, 1);
  expect(await branch.run.result).toMatchObject({ status: "completed", output: "branch" });
  release();
  expect(await parent).toMatchObject({ status: "completed", output: "parent" });
});

it("is taken from a run that still goes on, at a step that is done", async () => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const { promise: gate, resolve: release } = Promise.withResolvers<void>();
  const { agent } = setUp([
    runPython("set x 1"),
    async () => {
      start();
      await gate;
      return "Parent.";
    },
    answerX,
    "Branch.",
  ]);
  await using _ = agent;
  const run = agent.stream("Count.");
  await started;
  await expect(run.branch(2)).rejects.toThrow("from 0 (before the first) to 1, got 2");
  const branch = await run.branch(1);
  expect(lastValue(await branch.run.result)).toBe(1);
  release();
  expect(await run.result).toMatchObject({ output: "Parent." });
});

it("can be branched and rewound itself; checkpoints are shared in the sandbox", async () => {
  const script = [runPython("set x 7"), "Seven.", answerX, "Seven.", answerX, "Seven.", answerX, "One."];
  const { agent } = setUp([...threeSteps, ...script]);
  await using _ = agent;
  const first = await agent.run("Count.");
  const branch = await agent.branch(first, 1);
  const seven = await branch.run.result;
  const twig = await branch.agent.branch(seven, 2);
  expect(lastValue(await twig.run.result)).toBe(7);
  expect(lastValue(await (await agent.rewind(seven, 2)).result)).toBe(7);
  expect(lastValue(await (await branch.run.rewind(1)).result)).toBe(1);
});

it("waits for the state of the step to be kept, when it is taken at once", async () => {
  const memory = memoryProvider(lineInterpreter, { facets });
  const provider = {
    ...memory,
    async openSession(request: Parameters<typeof memory.openSession>[0]) {
      const session = await memory.openSession(request);
      const { checkpoints } = session;
      if (!checkpoints) throw new Error("Expected checkpoints.");
      const create: typeof checkpoints.create = async name => {
        await new Promise(resolve => setTimeout(resolve, 20));
        return checkpoints.create(name);
      };
      return { ...session, checkpoints: { ...checkpoints, create } };
    },
  };
  const { promise: gate, resolve: release } = Promise.withResolvers<void>();
  const slow = async () => {
    await gate;
    return "Parent.";
  };
  const { agent } = setUp([runPython("set x 1"), slow, answerX, "Branch."], { provider });
  await using _ = agent;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  agent.use({ name: "step", onStepEnd: () => resolve() });
  const run = agent.stream("Count.");
  await done;
  await new Promise(resolve => setTimeout(resolve, 0));
  const branch = await run.branch(1);
  expect(lastValue(await branch.run.result)).toBe(1);
  release();
  await run.result;
});

it("leaves its state to the parent, also after its own session died and was replaced", async () => {
  const script = [runPython("set y 6"), runPython("print a"), "Six.", runPython("get y"), "Six."];
  const { agent, provider } = setUp(["Open.", ...script]);
  await using _ = agent;
  const first = await agent.run("Open.", { variables: { y: 5 } });
  const branch = await agent.branch(first, 0);
  for await (const event of branch.run) {
    if (event.type === "checkpoint" && event.step === 1) await provider.sessions[1]?.close();
  }
  const result = await branch.run.result;
  expect(provider.sessions).toHaveLength(3);
  expect(lastValue(await (await agent.rewind(result, 1)).result)).toBe(6);
});

describe("closing", () => {
  it("a branch leaves its parent as it is", async () => {
    const { agent, open } = setUp([...threeSteps, "One.", answerX, "Two."]);
    const first = await agent.run("Count.");
    const branch = await agent.branch(first, 1);
    await branch.run.result;
    await branch.close();
    await branch.close();
    expect(await open()).toEqual([true, false]);
    await expect(branch.agent.run("More.")).rejects.toMatchObject({ code: "AGENT_CLOSED" });
    expect(lastValue(await agent.run("More."))).toBe(2);
  });

  it("the parent aborts and closes its branches, and theirs", async () => {
    const { agent, open } = setUp([...threeSteps, answerX, "One.", runPython("wait")]);
    const first = await agent.run("Count.");
    const branch = await agent.branch(first, 1);
    const result = await branch.run.result;
    const twig = await branch.agent.branch(result, 2);
    for await (const event of twig.run) {
      if (event.type !== "execution_start") continue;
      await agent.close();
      break;
    }
    expect(await twig.run.result).toMatchObject({ status: "aborted", reason: "The agent was closed." });
    expect(await open()).toEqual([false, false, false]);
    await expect(agent.branch(first, 1)).rejects.toMatchObject({ code: "AGENT_CLOSED" });
  });

  it("while a fork is being made leaves no session behind", async () => {
    const memory = memoryProvider(lineInterpreter, { facets });
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const provider = {
      ...memory,
      async openSession(request: Parameters<typeof memory.openSession>[0]) {
        const session = await memory.openSession(request);
        const fork: typeof session.fork = async request => {
          await gate;
          // The signal is not heard: a provider may be deaf to it.
          const copy = await session.fork?.({ ...request, signal: new AbortController().signal });
          if (!copy) throw new Error("Expected a fork.");
          return copy;
        };
        return { ...session, fork };
      },
    };
    const { agent } = setUp(threeSteps, { provider });
    const first = await agent.run("Count.");
    const controller = new AbortController();
    const aborted = agent.branch(first, 1, { signal: controller.signal });
    const closed = agent.branch(first, 1);
    controller.abort("enough");
    const closing = agent.close();
    release();
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED", message: "enough" });
    await closing;
    await expect(closed).rejects.toMatchObject({ code: "ABORTED", message: "The agent was closed." });
    for (const session of memory.sessions) {
      await expect(session.checkpoints?.list()).rejects.toMatchObject({ code: "SESSION_CLOSED" });
    }
    expect(memory.sessions).toHaveLength(3);
  });
});

describe("a branch that cannot be made leaves its parent usable", () => {
  it.each([
    ["without forks", { facets: ["checkpoints", "tools"] }, "FACET_MISSING", 'with "fork" to branch a run'],
    ["evicted", { maxCheckpoints: 1 }, "CHECKPOINT_GONE", "its checkpoint was dropped or evicted"],
  ] as const)("%s", async (_, memory, code, message) => {
    const { agent, provider } = setUp([...threeSteps, answerX, "Two."], {}, memory);
    const first = await agent.run("Count.");
    const problem = agent.branch(first, 1);
    await expect(problem).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(lastValue(await agent.run("More."))).toBe(2);
    expect(provider.sessions).toHaveLength(1);
    await agent.close();
  });

  it("in a session that is gone", async () => {
    const { agent, provider } = setUp(threeSteps);
    const first = await agent.run("Count.");
    await provider.sessions[0]?.close();
    await expect(agent.branch(first, 1)).rejects.toThrow(/the session it was kept in is gone/);
    const other = setUp([]);
    await expect(other.agent.branch(first, 1)).rejects.toMatchObject({ code: "CHECKPOINT_GONE" });
  });
});

it("forks the present state, or opens a session of its own where there is none", async () => {
  const { agent } = setUp([...threeSteps, answerX, "Two."], { checkpoints: false });
  await using _ = agent;
  const first = await agent.run("Count.");
  const branch = await agent.branch(first, 1, { state: "present" });
  expect(lastValue(await branch.run.result)).toBe(2);
  const other = setUp([answerX, "Nothing."]);
  await using __ = other.agent;
  const loaded = JSON.parse(JSON.stringify(first)) as RunResult;
  const own = await other.agent.branch(loaded, 1, { state: "present" });
  expect(lastValue(await own.run.result)).toBe("exception");
  expect(other.provider.sessions).toHaveLength(1);
});

it("has the hooks of its parent, and asks at the same desk", async () => {
  const { agent, model } = setUp([...threeSteps, answerX, "Done."]);
  await using _ = agent;
  const first = await agent.run("Count.");
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  agent.use({
    name: "guard",
    beforeExecute: () => ask("May it?"),
    onEvent: event => {
      if (event.type === "approval_request") resolve();
    },
  });
  const branch = await agent.branch(first, 1);
  await asked;
  const [approval] = agent.approvals.pending();
  agent.approvals.answer(approval?.id ?? "", { approve: false, reason: "Not now." });
  await branch.run.result;
  expect(model.requests.at(-1)?.messages.map(textOf).at(-1)).toBe("denied: Not now.");
});

type Op = { readonly kind: "run" | "rewind" | "branch"; readonly of: number; readonly step: number };
const operation = fc.record({
  kind: fc.constantFrom<Op["kind"]>("run", "rewind", "branch"),
  of: fc.nat(20),
  step: fc.nat(3),
});

// What x was after each step of a run, by the cells that ran: the law is that no run ever sees another value.
it("never goes on with a state that is not the step's, whatever was rewound, branched and evicted before", async () => {
  const play = async (operations: readonly Op[], maxCheckpoints: number) => {
    let count = 0;
    const queue: ScriptEntry[] = [];
    const next = () => queue.shift() as string;
    const { agent } = setUp(
      Array.from({ length: 200 }, () => next),
      {},
      { maxCheckpoints },
    );
    await using _ = agent;
    const agents: TinyCodeAgent[] = [agent];
    const runs: { result: RunResult; values: readonly unknown[] }[] = [];
    let gone = 0;
    for (const { kind, of, step } of operations) {
      const owner = agents[of % agents.length] ?? agent;
      const parent = runs[of % Math.max(runs.length, 1)];
      const [low, high] = [++count, ++count];
      queue.length = 0;
      if (kind === "run" || !parent) {
        queue.push(runPython(`set x ${low}`), runPython(`set x ${high}`), "Done.");
        const result = await owner.run("Go.");
        runs.push({ result, values: [undefined, low, high, high] });
        continue;
      }
      if (step === 0) continue;
      queue.push(runPython("get x"), runPython(`set x ${high}`), "Done.");
      const options = { task: "Again." };
      try {
        const branch = kind === "branch" ? await owner.branch(parent.result, step, options) : undefined;
        if (branch) agents.push(branch.agent);
        const run = branch?.run ?? (await owner.rewind(parent.result, step, options));
        const result = await run.result;
        const values = parent.values.slice(0, step + 1);
        expect(valueOfStep(result, step + 1)).toBe(values.at(-1));
        runs.push({ result, values: [...values, values.at(-1), high, high] });
      } catch (error) {
        expect(error).toMatchObject({ code: "CHECKPOINT_GONE" });
        gone += 1;
      }
    }
    return gone;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 12 }),
      fc.constantFrom(1, 3, 500),
      async (ops, limit) => {
        const gone = await play(ops, limit);
        // All runs are in sandboxes of this agent: only eviction takes a state away.
        if (limit === 500) expect(gone).toBe(0);
      },
    ),
    { numRuns: 60 * scale },
  );
});

function valueOfStep({ steps }: RunResult, number: number): unknown {
  const [action] = steps[number - 1]?.actions ?? [];
  if (action?.kind !== "execute" || !action.outcome.ran) return undefined;
  const { result } = action.outcome;
  return result.status === "completed" ? result.value : result.status;
}
