import { readFileSync } from "node:fs";
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

/** Closes anew each time. */
export const closesSlowlyAgain: BrokenProvider = {
  name: "closing again, which takes its time again",
  breaks: closingTwiceIsQuiet,
  breakProvider: withSessions(session => {
    let count = 0;
    return {
      ...session,
      async close() {
        if (count++) await new Promise(resolve => setTimeout(resolve, 1_200));
        await session.close();
      },
    };
  }),
};

/** Claims in a session what the provider does not. */
export const claimsTooMuch: BrokenProvider = {
  name: "a session that claims more than its provider",
  breaks: facetsAgree,
  breakProvider: withSessions(session => {
    const { capabilities } = session;
    return { ...session, capabilities: { ...capabilities, packages: [...capabilities.packages, "apt"] } };
  }),
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
