import type { Approvals } from "../approvals/approval.ts";
import { type ApprovalDesk, createApprovals } from "../approvals/create-approvals.ts";
import type { Json } from "../contract/json.ts";
import type { SessionRequest } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Hook } from "../hooks/hook.ts";
import { createRun } from "../run/create-run.ts";
import { performRun } from "../run/perform-run.ts";
import { forkPoint, restorePoint } from "../run/restore-point.ts";
import type { Run } from "../run/run.ts";
import type { RunPoint, RunSource } from "../run/run-point.ts";
import { sourceOf } from "../run/source-of-run.ts";
import type { AgentEvent } from "./agent-event.ts";
import type { AgentSetup } from "./agent-setup.ts";
import { checkHook } from "./check-agent-options.ts";
import { checkRewind } from "./check-rewind.ts";
import { checkRun } from "./check-run-options.ts";
import { createSetup } from "./create-setup.ts";
import { createEventBuffer } from "./event-buffer.ts";
import type { AgentOptions, RunOptions } from "./options.ts";
import type { RewindOptions } from "./rewind-options.ts";
import type { RunBranch } from "./run-branch.ts";
import type { RunReport, RunResult } from "./run-result.ts";
import type { RunStream } from "./run-stream.ts";

/** What a run is launched with. */
interface Launch<Output> {
  readonly task: string;
  readonly options: RunOptions;
  readonly point?: RunPoint;
  readonly onEvent: (event: AgentEvent<Output>) => void;
  /** Makes the session ready; rejecting is the end of the run before it began. */
  readonly prepare?: (run: Run) => Promise<void>;
}

/** A run that was launched. */
interface Launched<Output> {
  readonly run: Run;
  /** Settles when it is prepared. */
  readonly ready: Promise<void> | undefined;
  readonly result: Promise<RunResult<Output>>;
}

/** A run that was launched, and its reader's side. */
interface Streamed<Output> extends Pick<Launched<Output>, "ready"> {
  readonly stream: RunStream<Output>;
}

/**
 * An agent whose action is code. It opens its session on the first run and keeps it: what runs leave in the
 * interpreter is there for the next one. Each run has a history of its own, unless it is given one. `Output` follows from
 * the `outputSchema`; without one it is any JSON.
 */
export class TinyCodeAgent<Output = Json> implements AsyncDisposable {
  readonly #setup: AgentSetup;
  readonly #hooks: Hook[];
  #approvals: ApprovalDesk = createApprovals();
  readonly #branches = new Set<TinyCodeAgent<Output>>();
  #onClosed: () => void = () => {};
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

  /** Questions of hooks that wait for an answer; those of its branches too. */
  get approvals(): Approvals {
    return this.#approvals;
  }

  /** What it asks its provider for: a pool that is told so has a session ready (`pool.warm(agent.sessionRequest)`). */
  get sessionRequest(): SessionRequest {
    return this.#setup.sessions.request();
  }

  /** Adds a hook behind the others. A run that is going on, and a branch that was made, do not see it. */
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
    checkRun(task, options);
    return this.#launch({ task, options, onEvent: () => {} }).result;
  }

  /**
   * Does a task and tells of it as it goes.
   * @throws CodeAgentError `TASK_INVALID`, `OPTION_INVALID`, `VARIABLE_INVALID`, `AGENT_BUSY`, `AGENT_CLOSED`
   */
  stream(task: string, options: RunOptions = {}): RunStream<Output> {
    checkRun(task, options);
    return this.#stream({ task, options }).stream;
  }

  /**
   * Takes interpreter and history back to a step of a run, 0 being before the first, and goes on from there: a new run, with
   * the steps until then and budgets of its own. Files on disk stay as they are. It is thrown, before anything is changed,
   * that the interpreter cannot be taken back.
   * @throws CodeAgentError `OPTION_INVALID`, `AGENT_BUSY`, `AGENT_CLOSED`, `CHECKPOINT_GONE`, `ABORTED`
   */
  rewind(result: RunReport, step: number, options: RewindOptions = {}): Promise<RunStream<Output>> {
    return this.#rewind(() => result, step, options);
  }

  /**
   * Goes on from a step of a run in a copy of the session, with an agent of its own; this one goes on as it was. Files on
   * disk are shared.
   * @throws CodeAgentError `OPTION_INVALID`, `AGENT_CLOSED`, `CHECKPOINT_GONE`, `FACET_MISSING`, `STATE_UNFORKABLE`, `ABORTED`
   */
  branch(result: RunReport, step: number, options: RewindOptions = {}): Promise<RunBranch<Output>> {
    return this.#branch(result, step, options);
  }

  /** Aborts a run that is going on, closes its branches and the session. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #rewind(source: () => RunSource, step: number, options: RewindOptions): Promise<RunStream<Output>> {
    this.#checkFree();
    const point = checkRewind(source(), step, options);
    return this.#goOn(point, options, run => restorePoint(run, point));
  }

  async #branch(source: RunSource, step: number, options: RewindOptions): Promise<RunBranch<Output>> {
    if (this.#closed) throw closed();
    const point = checkRewind(source, step, options);
    const agent = this.#twin();
    try {
      const run = await agent.#goOn(point, options, own => forkPoint(own, point, this.#setup.sessions));
      return { agent, run, close: () => agent.close(), [Symbol.asyncDispose]: () => agent.close() };
    } catch (error) {
      await agent.close();
      throw error;
    }
  }

  // An agent like this one, without a session, that is closed with this one.
  #twin(): TinyCodeAgent<Output> {
    const agent = new TinyCodeAgent<Output>(this.#setup.options as AgentOptions<Output>);
    agent.#hooks.splice(0, agent.#hooks.length, ...this.#hooks);
    agent.#approvals = this.#approvals;
    agent.#onClosed = () => this.#branches.delete(agent);
    this.#branches.add(agent);
    return agent;
  }

  async #goOn(
    point: RunPoint,
    { signal }: RewindOptions,
    prepare: (run: Run) => Promise<void>,
  ): Promise<RunStream<Output>> {
    const options = { ...point.memory.inputs, ...(signal && { signal }) };
    const { stream, ready } = this.#stream({ task: point.task, options, point, prepare });
    await ready;
    return stream;
  }

  #stream(launch: Omit<Launch<Output>, "onEvent">): Streamed<Output> {
    const buffer = createEventBuffer<Output>();
    const { run, ready, result } = this.#launch({ ...launch, onEvent: event => buffer.push(event) });
    const abort = () => run.stop.abort("The reader of the run left.");
    const stream: RunStream<Output> = {
      result,
      rewind: (step, options = {}) => this.#rewind(() => sourceOf(run), step, options),
      branch: async (step, options = {}) => {
        await run.states?.settled();
        return this.#branch(sourceOf(run), step, options);
      },
      [Symbol.asyncIterator]: () => buffer.read({ abort, result }),
    };
    return { stream, ready };
  }

  #launch({ prepare, ...launch }: Launch<Output>): Launched<Output> {
    this.#checkFree();
    const parts = { setup: this.#setup, hooks: this.#hooks, approvals: this.#approvals };
    // Every output went through the schema that `Output` was taken from: here, and only here, it gets its name back.
    const onEvent = (event: AgentEvent<unknown>) => launch.onEvent(event as AgentEvent<Output>);
    const run = createRun({ ...parts, ...launch, onEvent });
    const { promise, resolve, reject } = Promise.withResolvers<RunResult<Output>>();
    // A run that could not be prepared tells it by `ready`.
    promise.catch(() => {});
    this.#running = { run, result: promise };
    const prepared = prepare?.(run);
    const going = prepared ? prepared.then(() => performRun(run)) : performRun(run);
    const leave = () => {
      run.stop[Symbol.dispose]();
      this.#running = undefined;
    };
    going.finally(leave).then(result => resolve(result as RunResult<Output>), reject);
    // Who hears that it failed finds the agent free.
    const ready = prepared?.catch(() => promise.then(() => {}));
    return { run, ready, result: promise };
  }

  #checkFree(): void {
    if (this.#closed) throw closed();
    if (this.#running) throw busy();
  }

  async #end(): Promise<void> {
    this.#running?.run.stop.abort("The agent was closed.");
    await this.#running?.result.catch(() => {});
    await Promise.all([...this.#branches].map(branch => branch.close()));
    await this.#setup.sessions.close();
    this.#onClosed();
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
