import type { Json } from "../contract/json.ts";
import type { AgentEvent } from "./agent-event.ts";
import type { RunResult } from "./run-result.ts";

/**
 * The events of a run as they come; the last is `run_end`. The run goes on whether or not it is read; leaving the loop
 * early aborts it and waits for its end.
 */
export interface RunStream<Output = Json> extends AsyncIterable<AgentEvent<Output>> {
  /** Settles when the run ended; never rejects. */
  readonly result: Promise<RunResult<Output>>;
}
