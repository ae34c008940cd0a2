import { checkpointsBringBack, checkpointsWaitForNobody } from "../laws/states/checkpoints.ts";
import { forksGoOnApart, forksOfRunningCells, slowReaderStallsNoBranch } from "../laws/states/forks.ts";
import { type BrokenProvider, withSessions } from "./break-provider.ts";

/** Restores the first checkpoint that was made, whichever is asked for. */
export const restoresTheFirst: BrokenProvider = {
  name: "checkpoints that bring back the first of them",
  breaks: checkpointsBringBack,
  breakProvider: withSessions(session => {
    const { checkpoints } = session;
    if (!checkpoints) return session;
    let first: string | undefined;
    return {
      ...session,
      checkpoints: {
        ...checkpoints,
        async create(...args) {
          const made = await checkpoints.create(...args);
          first ??= made.id;
          return made;
        },
        restore: (id, ...args) => checkpoints.restore(first ?? id, ...args),
      },
    };
  }),
};

/** Waits for the cell to end before it says no. */
export const checkpointsQueue: BrokenProvider = {
  name: "checkpoints that give no answer while a cell runs",
  breaks: checkpointsWaitForNobody,
  breakProvider: withSessions(session => {
    const { checkpoints } = session;
    if (!checkpoints) return session;
    let running = 0;
    return {
      ...session,
      async *execute(...args) {
        running += 1;
        try {
          yield* session.execute(...args);
        } finally {
          running -= 1;
        }
      },
      checkpoints: {
        ...checkpoints,
        create: (...args) =>
          running ? Promise.resolve({ id: "none", createdMs: 0 }) : checkpoints.create(...args),
      },
    };
  }),
};

/** Gives out itself as its fork. */
export const forkIsTheSession: BrokenProvider = {
  name: "a fork that is the session itself",
  breaks: forksGoOnApart,
  alsoBreaks: [
    { law: forksOfRunningCells, because: "the fork is busy with the session's cell" },
    { law: slowReaderStallsNoBranch, because: "the fork is busy with the session's cell" },
  ],
  breakProvider: withSessions(session => ({ ...session, fork: async () => session })),
};
