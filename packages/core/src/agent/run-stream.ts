import type { Json } from "../contract/json.ts";
import type { AgentEvent } from "./agent-event.ts";
import type { RewindOptions } from "./rewind-options.ts";
import type { RunBranch } from "./run-branch.ts";
import type { RunResult } from "./run-result.ts";

/**
 * A run: the events as they come; the last is `run_end`. The run goes on whether or not it is read; leaving the loop
 * early aborts it and waits for its end.
 */
export interface RunStream<Output = Json> extends AsyncIterable<AgentEvent<Output>> {
  /** Settles when the run ended; never rejects. */
  readonly result: Promise<RunResult<Output>>;
  /**
   * Once the run is over: takes interpreter and history back to a step and goes on from there. The same as `rewind` of the
   * agent.
   * @throws CodeAgentError `OPTION_INVALID`, `AGENT_BUSY`, `AGENT_CLOSED`, `CHECKPOINT_GONE`, `ABORTED`
   */
  rewind(step: number, options?: RewindOptions): Promise<RunStream<Output>>;
  /**
   * Goes on from a step that is done, in a copy of the session; also while the run goes on. The same as `branch` of the
   * agent.
   * @throws CodeAgentError `OPTION_INVALID`, `AGENT_CLOSED`, `CHECKPOINT_GONE`, `FACET_MISSING`, `STATE_UNFORKABLE`, `ABORTED`
   */
  branch(step: number, options?: RewindOptions): Promise<RunBranch<Output>>;
}
