import type { TextLimits } from "../observation/head-and-tail.ts";
import type { SessionHolder } from "../run/session-holder.ts";
import type { ActionMode, AgentOptions } from "./options.ts";

/** What all runs of one agent share; made once, of checked options. */
export interface AgentSetup {
  readonly options: AgentOptions<unknown>;
  readonly mode: ActionMode;
  readonly maxSteps: number;
  readonly textLimits: TextLimits;
  readonly sessions: SessionHolder;
}
