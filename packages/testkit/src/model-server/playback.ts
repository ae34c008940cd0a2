import { checkReplies, checkReply, placeOf } from "../script/check-reply.ts";
import type { ModelServerRequest, ModelServerScript } from "./model-server.ts";
import type { ModelServerReply } from "./reply.ts";
import { modelServerRules } from "./reply-rules.ts";

/** A script on its way. */
export interface Playback {
  /** The reply to the next valid request; nothing when the script is used up. Rejects when a function gave no reply. */
  next(request: ModelServerRequest): Promise<ModelServerReply | undefined>;
  /** Throws when replies are left. A function is never used up. */
  assertUsedUp(): void;
}

/**
 * Checks a script and starts it.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function playScript(script: ModelServerScript): Playback {
  if (typeof script !== "function") checkReplies(script, modelServerRules);
  let count = 0;
  return {
    async next(request) {
      const index = count++;
      if (typeof script !== "function") return script[index];
      const reply = await script(request, index);
      checkReply(reply, placeOf(index), modelServerRules);
      return reply;
    },
    assertUsedUp() {
      if (typeof script === "function" || count >= script.length) return;
      throw new Error(
        `Expected all ${script.length} replies of the script to be asked for, got ${count} requests.`,
      );
    },
  };
}
