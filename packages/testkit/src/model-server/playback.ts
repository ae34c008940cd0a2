import type { ModelServerRequest, ModelServerScript } from "./model-server.ts";
import type { ModelServerReply } from "./reply.ts";

/** A script on its way. */
export interface Playback {
  /** The reply to the next valid request; nothing when the script is used up. */
  next(request: ModelServerRequest): Promise<ModelServerReply | undefined>;
  /** Throws when replies are left. A function is never used up. */
  assertUsedUp(): void;
}

/** Starts a script. */
export function playScript(script: ModelServerScript): Playback {
  let count = 0;
  return {
    async next(request) {
      const index = count++;
      return typeof script === "function" ? script(request, index) : script[index];
    },
    assertUsedUp() {
      if (typeof script === "function" || count >= script.length) return;
      throw new Error(
        `Expected all ${script.length} replies of the script to be asked for, got ${count} requests.`,
      );
    },
  };
}
