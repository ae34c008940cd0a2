import type { AgentEvent, SessionReport } from "@tinycodeagent/core";

/** Tells the user of a run. */
export interface Reporter {
  /** What a session says about itself; again when one took the place of a lost one. */
  onOpen(report: SessionReport): void;
  onEvent(event: AgentEvent): void;
}
