import type { Json } from "../contract/json.ts";
import type { RunStream } from "./run-stream.ts";
import type { TinyCodeAgent } from "./tiny-code-agent.ts";

/**
 * A second way on from a step, beside the agent it was taken from: its interpreter is a copy, files on disk are shared.
 * Closing it leaves the first agent as it is; closing the first agent closes its branches.
 */
export interface RunBranch<Output = Json> extends AsyncDisposable {
  /** The branch's own agent, on its own session: it does further tasks, and can be branched again. */
  readonly agent: TinyCodeAgent<Output>;
  /** The run that goes on from the step. */
  readonly run: RunStream<Output>;
  /** Aborts what runs in the branch, and closes its session. Idempotent. */
  close(): Promise<void>;
}
