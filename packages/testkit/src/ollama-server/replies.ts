import type { OllamaScript, OllamaScriptedReply } from "./script.ts";
import type { OllamaServerRequest } from "./server.ts";

/** A script in use. */
export interface Replies {
  /** The reply to a request; nothing once the script is used up. */
  next(request: OllamaServerRequest): OllamaScriptedReply | undefined;
  assertUsedUp(): void;
}

/** Hands out a script's replies in order. */
export function createReplies(script: OllamaScript): Replies {
  let given = 0;
  return {
    next(request) {
      given++;
      return typeof script === "function" ? script(request) : script[given - 1];
    },
    assertUsedUp() {
      if (typeof script === "function" || given === script.length) return;
      throw new Error(
        `Expected exactly ${script.length} chat requests, one for each scripted reply, got ${given}.`,
      );
    },
  };
}
