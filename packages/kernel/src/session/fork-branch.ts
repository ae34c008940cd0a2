import { type ForkRequest, isCodeAgentError } from "@tinycodeagent/core";
import { askStates } from "../facets/ask-states.ts";
import { checkId } from "../facets/checkpoints.ts";
import { type ConnectionView, viewOf } from "../wire/index.ts";
import type { SharedPlace } from "./kernel-place.ts";

/** How a session is forked. */
export type Fork<S> = (request?: ForkRequest) => Promise<S>;

/** What is forked, and how a session is made of the new branch. */
interface ForkParts<S> {
  readonly connection: ConnectionView;
  readonly place: SharedPlace;
  readonly branch: string;
  readonly open: (place: SharedPlace, branch: string) => S;
}

/** Forks a branch. @throws CodeAgentError `STATE_UNFORKABLE`, `CHECKPOINT_GONE`, `ABORTED`, `SESSION_CLOSED`, `SESSION_LOST` */
export async function forkBranch<S>(
  { connection, place, branch, open }: ForkParts<S>,
  { tools, checkpoint, signal }: ForkRequest = {},
): Promise<S> {
  const to = place.newBranch();
  const from = checkpoint === undefined ? {} : { checkpoint: checkId(checkpoint) };
  const undo = () =>
    void askStates(viewOf(place.connection), { type: "close_branch", branch: to }).catch(() => {});
  try {
    await askStates(connection, { type: "fork", branch, to, ...from }, { body: tools, signal, undo });
  } catch (error) {
    // The session was closed meanwhile: nobody would close the branch that may have come.
    if (isCodeAgentError(error, "SESSION_CLOSED")) undo();
    throw error;
  }
  return open(place, to);
}
