import { checkReplies, checkReply, placeOf } from "../script/check-reply.ts";
import { ollamaReplyRules } from "./reply-rules.ts";
import type { OllamaScript, OllamaScriptedReply } from "./script.ts";
import type { OllamaServerRequest } from "./server.ts";

/** A script in use. */
export interface Replies {
  /** The reply to a request; nothing once the script is used up. Throws when a function gave no reply. */
  next(request: OllamaServerRequest): OllamaScriptedReply | undefined;
  assertUsedUp(): void;
}

/**
 * Checks a script, and hands out its replies in order.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function createReplies(script: OllamaScript): Replies {
  if (typeof script !== "function") checkReplies(script, ollamaReplyRules);
  let given = 0;
  return {
    next(request) {
      given++;
      if (typeof script !== "function") return script[given - 1];
      const reply = script(request);
      checkReply(reply, placeOf(given - 1), ollamaReplyRules);
      return reply;
    },
    assertUsedUp() {
      if (typeof script === "function" || given === script.length) return;
      throw new Error(
        `Expected exactly ${script.length} chat requests, one for each scripted reply, got ${given}.`,
      );
    },
  };
}
