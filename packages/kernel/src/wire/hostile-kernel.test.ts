import type { ProcessExit, Sandbox, SandboxLauncher, SandboxProcess } from "@tinycodeagent/core";
import { CodeAgentError } from "@tinycodeagent/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";
import type { KernelSession } from "../session/kernel-session.ts";
import { concat, encodeMessage } from "./encode.ts";

const numRuns = Math.round(60 * Number(process.env.TINYCODEAGENT_SCALE ?? 1));
const settleMs = 5_000;
const greeting = {
  type: "hello",
  wire: 1,
  kernel: "1",
  python: "3.12.0",
  platform: "linux",
  cwd: "/",
  languages: ["python"],
};

/** A process that says what it is told to say; nothing listens to what it is sent. */
interface Puppet extends SandboxProcess {
  readonly say: (bytes: Uint8Array) => void;
  readonly leave: () => void;
}

function puppet(isStubborn: boolean): Puppet {
  let output: ReadableStreamDefaultController<Uint8Array> | undefined;
  const { promise: exited, resolve: exit } = Promise.withResolvers<ProcessExit>();
  const stdout = new ReadableStream<Uint8Array>({
    start(controller) {
      output = controller;
    },
  });
  const leave = () => {
    if (!isStubborn) exit({ exitCode: 1 });
    try {
      output?.close();
    } catch {
      // Its reader has left.
    }
  };
  return {
    stdin: new WritableStream(),
    stdout,
    // A child of it may hold this open for ever.
    stderr: new ReadableStream(isStubborn ? {} : { start: controller => controller.close() }),
    exited,
    say(bytes) {
      try {
        output?.enqueue(bytes);
      } catch {
        // Its reader has left.
      }
    },
    leave,
    async kill() {
      if (isStubborn) throw new Error("the carrier is gone");
      exit({ signal: "SIGKILL" });
      leave();
    },
  };
}

function launcherOf(process: SandboxProcess): SandboxLauncher {
  const sandbox: Sandbox = {
    workdir: "/",
    python: ["python3"],
    spawn: async () => process,
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  return {
    specVersion: 1,
    name: "puppet",
    capabilities: {
      isolation: "none",
      languages: [],
      facets: [],
      network: ["all"],
      fileRules: [],
      enforces: [],
      workspace: ["bind"],
      packages: [],
      state: "none",
    },
    probe: async () => ({ available: false, findings: [] }),
    open: async () => sandbox,
  };
}

const types = [
  ..."stdout stderr result exception display truncated tool_call end reply data part credit".split(" "),
  ..."refused omitted closed hello fatal __proto__ constructor".split(" "),
];
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>("1", "2", "main", -1, 1e308, [["image/png", 3]], [["text/plain", 1e300]]),
);
const header = fc.record(
  {
    type: fc.constantFrom(...types),
    request: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }).map(String) },
      { weight: 1, arbitrary: anything },
    ),
    branch: anything,
    parts: fc.oneof(fc.nat(3), anything),
    call: fc.oneof(fc.string(), anything),
    name: fc.oneof(fc.string(), anything),
    reason: anything,
    state: anything,
    contents: anything,
    ok: fc.oneof(fc.boolean(), anything),
    bytes: anything,
    exitCode: anything,
    largestVariables: anything,
    totalBytes: anything,
  },
  { requiredKeys: ["type", "request"] },
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 50 }),
  anything.map(value => new TextEncoder().encode(JSON.stringify(value))),
  fc.constant(new Uint8Array(70_000)),
);
const honest = fc.tuple(header, body).map(([head, content]) => concat(encodeMessage(head, content)));
const piece = fc.oneof(
  { weight: 20, arbitrary: honest },
  {
    weight: 1,
    arbitrary: fc.tuple(honest, fc.nat(200)).map(([bytes, size]) => bytes.subarray(0, size)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 1, arbitrary: fc.constant(new Uint8Array(80_000).fill(120)) },
);

async function* reading(session: KernelSession): AsyncGenerator<unknown> {
  const context = {
    signal: new AbortController().signal,
    limits: { timeMs: 1_000, outputBytes: 1_000, spillBytes: 0 },
    callTool: async () => ({ ok: true, value: null }) as const,
  };
  yield* session.execute({ code: "1", language: "python" }, context);
}

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

/** One of everything that waits for a kernel. */
function askEverything(session: KernelSession): readonly Promise<unknown>[] {
  return [
    drain(reading(session)),
    session.files.stat("a"),
    session.files.read("a"),
    session.files.write("a", new Uint8Array(600_000)),
    session.shell.run("true"),
    session.checkpoints.create(),
    session.checkpoints.list(),
    session.fork(),
    session.variables.get(["x"]),
  ];
}

async function settled(promise: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise(resolve => {
    timer = setTimeout(() => resolve("it hangs"), settleMs);
  });
  return Promise.race([promise.catch((error: unknown) => error), late]).finally(() => clearTimeout(timer));
}

const strays: unknown[] = [];
const noteStray = (error: unknown) => void strays.push(error);
beforeAll(() => void process.on("unhandledRejection", noteStray));
afterAll(() => void process.off("unhandledRejection", noteStray));

describe("whatever a kernel says", () => {
  it.each([
    ["that ends when it is killed", false],
    ["that cannot be killed, and whose children hold its stderr", true],
  ])("everything that waits for one %s ends, with a coded error or an answer", async (_, isStubborn) => {
    const law = fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async pieces => {
      const kernel = puppet(isStubborn);
      const opening = processProvider(launcherOf(kernel)).openSession({ policy: {}, tools: [], preload: [] });
      kernel.say(concat(encodeMessage(greeting)));
      const session = await opening;
      const asked = askEverything(session).map(settled);
      for (const bytes of pieces) {
        kernel.say(bytes);
        if (bytes.length % 3 === 0) await new Promise(resolve => setImmediate(resolve));
      }
      kernel.leave();
      for (const outcome of await Promise.all(asked)) {
        expect(outcome).not.toBe("it hangs");
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CodeAgentError);
      }
    });
    await fc.assert(law, { numRuns: isStubborn ? Math.ceil(numRuns / 20) : numRuns });
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(strays.slice(0, 1)).toEqual([]);
  });

  it("opening ends with a coded error, or opens", async () => {
    const law = fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 10 }), async pieces => {
      const kernel = puppet(false);
      const opening = processProvider(launcherOf(kernel)).openSession({ policy: {}, tools: [], preload: [] });
      const waiting = settled(opening);
      for (const bytes of pieces) kernel.say(bytes);
      kernel.leave();
      const outcome = await waiting;
      expect(outcome).not.toBe("it hangs");
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CodeAgentError);
    });
    await fc.assert(law, { numRuns });
    expect(strays.slice(0, 1)).toEqual([]);
  });
});
