import type { Approvals } from "../approvals/approval.ts";
import { type ApprovalDesk, createApprovals } from "../approvals/create-approvals.ts";
import type { Json } from "../contract/json.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Hook } from "../hooks/hook.ts";
import { createRun } from "../run/create-run.ts";
import { performRun } from "../run/perform-run.ts";
import type { Run } from "../run/run.ts";
import type { AgentEvent } from "./agent-event.ts";
import type { AgentSetup } from "./agent-setup.ts";
import { checkHook } from "./check-agent-options.ts";
import { checkRun } from "./check-run-options.ts";
import { createSetup } from "./create-setup.ts";
import { createEventBuffer } from "./event-buffer.ts";
import type { AgentOptions, RunOptions } from "./options.ts";
import type { RunResult } from "./run-result.ts";
import type { RunStream } from "./run-stream.ts";

/**
 * An agent whose action is code. It opens its session on the first run and keeps it: what runs leave in the
 * interpreter is there for the next one. Each run has a history of its own, unless it is given one. `Output` follows from
 * the `outputSchema`; without one it is any JSON.
 */
export class TinyCodeAgent<Output = Json> implements AsyncDisposable {
  readonly #setup: AgentSetup;
  readonly #hooks: Hook[];
  readonly #approvals: ApprovalDesk = createApprovals();
  #running: { readonly run: Run; readonly result: Promise<unknown> } | undefined;
  #closed: Promise<void> | undefined;

  /**
   * Checks the options; nothing is opened.
   * @throws CodeAgentError `OPTION_INVALID`, `TOOL_DUPLICATE`
   */
  constructor(options: AgentOptions<Output>) {
    this.#setup = createSetup(options, () => this.#running?.run);
    this.#hooks = [...(options.hooks ?? [])];
  }

  /** Questions of hooks that wait for an answer. */
  get approvals(): Approvals {
    return this.#approvals;
  }

  /** Adds a hook behind the others. A run that is going on does not see it. */
  use(hook: Hook): this {
    checkHook(hook);
    this.#hooks.push(hook);
    return this;
  }

  /**
   * Does a task. What goes wrong once it has begun is in the result.
   * @throws CodeAgentError `TASK_INVALID`, `OPTION_INVALID`, `VARIABLE_INVALID`, `AGENT_BUSY`, `AGENT_CLOSED`
   */
  async run(task: string, options: RunOptions = {}): Promise<RunResult<Output>> {
    return this.#start(task, options, () => {}).result;
  }

  /**
   * Does a task and tells of it as it goes.
   * @throws CodeAgentError `TASK_INVALID`, `OPTION_INVALID`, `VARIABLE_INVALID`, `AGENT_BUSY`, `AGENT_CLOSED`
   */
  stream(task: string, options: RunOptions = {}): RunStream<Output> {
    const buffer = createEventBuffer<Output>();
    const { run, result } = this.#start(task, options, event => buffer.push(event));
    const abort = () => run.stop.abort("The reader of the run left.");
    return { result, [Symbol.asyncIterator]: () => buffer.read({ abort, result }) };
  }

  /** Aborts a run that is going on, and closes the session. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #start(
    task: string,
    options: RunOptions,
    onEvent: (event: AgentEvent<Output>) => void,
  ): { readonly run: Run; readonly result: Promise<RunResult<Output>> } {
    checkRun(task, options);
    if (this.#closed) throw closed();
    if (this.#running) throw busy();
    const parts = { setup: this.#setup, hooks: this.#hooks, approvals: this.#approvals };
    // Every output went through the schema that `Output` was taken from: here, and only here, it gets its name back.
    const run = createRun({
      ...parts,
      task,
      options,
      onEvent: event => onEvent(event as AgentEvent<Output>),
    });
    const { promise, resolve } = Promise.withResolvers<RunResult<Output>>();
    this.#running = { run, result: promise };
    void performRun(run).then(result => {
      run.stop[Symbol.dispose]();
      this.#running = undefined;
      resolve(result as RunResult<Output>);
    });
    return { run, result: promise };
  }

  async #end(): Promise<void> {
    this.#running?.run.stop.abort("The agent was closed.");
    await this.#running?.result;
    await this.#setup.sessions.close();
  }
}

function busy(): CodeAgentError {
  return new CodeAgentError(
    "AGENT_BUSY",
    "Expected an agent without a run going on, but one is. Await it, or make another agent.",
  );
}

function closed(): CodeAgentError {
  return new CodeAgentError("AGENT_CLOSED", "Expected an open agent, but it is closed. Make a new one.");
}
