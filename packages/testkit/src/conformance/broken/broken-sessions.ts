import { readFileSync } from "node:fs";
import { CodeAgentError, type CodeExecutionProvider } from "@tinycodeagent/core";
import { afterCloseAllIsClosed, closingTwiceIsQuiet } from "../laws/closing/after-close.ts";
import { facetsAgree } from "../laws/opening/facets-agree.ts";
import { factoryDoesNoIo } from "../laws/opening/factory-does-no-io.ts";
import { abortedBeforeOpening } from "../laws/opening/opening-honours-abort.ts";
import { type BrokenProvider, withSessions } from "./break-provider.ts";

/** Reads a file when it is made. */
export const readsAtOnce: BrokenProvider = {
  name: "a factory that reads a file",
  breaks: factoryDoesNoIo,
  breakProvider(good) {
    readFileSync(import.meta.filename);
    return good;
  },
};

/** Opens, whatever the signal says. */
export const ignoresSignal: BrokenProvider = {
  name: "opening that ignores its signal",
  breaks: abortedBeforeOpening,
  breakProvider: good => ({
    ...good,
    openSession: ({ signal: _, ...request }) => good.openSession(request),
  }),
};

/** Throws when it is closed again. */
export const closesOnce: BrokenProvider = {
  name: "closing twice is an error",
  breaks: closingTwiceIsQuiet,
  breakProvider: withSessions(session => {
    let isClosed = false;
    return {
      ...session,
      async close() {
        if (isClosed)
          throw new CodeAgentError("SESSION_CLOSED", "Expected an open session, got a closed one.");
        isClosed = true;
        await session.close();
      },
    };
  }),
};

/** Claims a facet that it has not. */
export const claimsTooMuch: BrokenProvider = {
  name: "a facet that is claimed and not there",
  breaks: facetsAgree,
  breakProvider(good) {
    const claim = <T extends CodeExecutionProvider["capabilities"]>(capabilities: T): T => ({
      ...capabilities,
      facets: [...capabilities.facets, "checkpoints"],
    });
    return {
      ...good,
      capabilities: claim(good.capabilities),
      async openSession(request) {
        const session = await good.openSession(request);
        return { ...session, capabilities: claim(session.capabilities) };
      },
    };
  },
};

/** Answers with empty files after close. */
export const filesAfterClose: BrokenProvider = {
  name: "files that answer after close",
  breaks: afterCloseAllIsClosed,
  breakProvider: withSessions(session => {
    const { files } = session;
    if (!files) return session;
    let isClosed = false;
    return {
      ...session,
      files: { ...files, list: async (...args) => (isClosed ? [] : files.list(...args)) },
      async close() {
        isClosed = true;
        await session.close();
      },
    };
  }),
};
