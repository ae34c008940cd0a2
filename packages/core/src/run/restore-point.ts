import { isLoss } from "../action/execute-cell.ts";
import { raceAbort } from "../broker/race-abort.ts";
import { CodeAgentError, isCodeAgentError } from "../errors/code-agent-error.ts";
import { requireFacet } from "../session/check-facets.ts";
import type { Run } from "./run.ts";
import { checkpointGone, checkpointOf, type RunPoint } from "./run-point.ts";
import type { SessionHolder } from "./session-holder.ts";
import { keepPurpose } from "./step-states.ts";

/**
 * Puts the interpreter of a run's agent back to a point.
 * @throws CodeAgentError `CHECKPOINT_GONE`, `STATE_UNFORKABLE`, `ABORTED`
 */
export async function restorePoint(run: Run, point: RunPoint): Promise<void> {
  if (point.state === "present") return;
  const { sessions } = run.setup;
  const { signal } = run.stop;
  const held = sessions.present();
  const id = checkpointOf(point, held?.sandbox);
  if (!held) return;
  try {
    await raceAbort(held.quiet, signal);
    const restoring = requireFacet(held.session, "checkpoints", keepPurpose).restore(id, { signal });
    held.quiet = restoring.catch(() => {});
    await raceAbort(restoring, signal);
  } catch (error) {
    if (isLoss(error)) await sessions.lose();
    throw goneOr(error, point);
  }
}

/**
 * Opens a run's own session as a copy of another agent's at a point.
 * @throws CodeAgentError `CHECKPOINT_GONE`, `FACET_MISSING`, `STATE_UNFORKABLE`, `ABORTED`
 */
export async function forkPoint(run: Run, point: RunPoint, from: SessionHolder): Promise<void> {
  const held = from.present();
  const checkpoint = point.state === "checkpoint" ? checkpointOf(point, held?.sandbox) : undefined;
  // Without a session there is no present state: the branch opens its own.
  if (!held) return;
  const { fork } = held.session;
  if (!fork) throw forkMissing(held.session.provider);
  const { signal } = run.stop;
  try {
    await raceAbort(held.quiet, signal);
    await run.setup.sessions.adopt(held.sandbox, signal, broker =>
      fork({ broker, signal, ...(checkpoint !== undefined && { checkpoint }) }),
    );
  } catch (error) {
    throw goneOr(error, point);
  }
}

function goneOr(error: unknown, { parent }: RunPoint): unknown {
  if (isLoss(error)) return checkpointGone(parent, "the session it was kept in is gone", error);
  if (!isCodeAgentError(error, "CHECKPOINT_GONE")) return error;
  return checkpointGone(parent, "its checkpoint was dropped or evicted", error);
}

function forkMissing(provider: string): CodeAgentError {
  return new CodeAgentError(
    "FACET_MISSING",
    `Expected a session with "fork" to branch a run, but that of ${provider} has none. Use a provider whose capabilities name it, or rewind the run.`,
    { details: { facet: "fork" } },
  );
}
