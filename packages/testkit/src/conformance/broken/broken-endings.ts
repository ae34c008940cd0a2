import { exactlyOneEnd } from "../laws/cells/exactly-one-end.ts";
import { oneCellAtATime } from "../laws/cells/one-at-a-time.ts";
import { exitEndsTheCell } from "../laws/endings/exit-ends-the-cell.ts";
import { statesAreTrue } from "../laws/endings/states-are-true.ts";
import { languagesExit } from "../laws/languages/other-languages.ts";
import { type BrokenProvider, withEachEvent, withEvents, withSessions } from "./break-provider.ts";

/** Says twice that a cell ended. */
export const twoEnds: BrokenProvider = {
  name: "two ends",
  breaks: exactlyOneEnd,
  breakProvider: withEvents(async function* (events) {
    for await (const event of events) {
      yield event;
      if (event.type === "end") yield event;
    }
  }),
};

/** Goes on after the end. */
export const endIsNotLast: BrokenProvider = {
  name: "output after the end",
  breaks: exactlyOneEnd,
  breakProvider: withEvents(async function* (events) {
    for await (const event of events) {
      yield event;
      if (event.type === "end") yield { type: "stdout", text: "" };
    }
  }),
};

/** Calls a crash harmless. */
export const stateLies: BrokenProvider = {
  name: "a crash that says that the state was kept",
  breaks: statesAreTrue,
  breakProvider: withEachEvent(event =>
    event.type === "end" && event.reason === "crashed" ? { ...event, state: "kept" } : event,
  ),
};

/** Loses the exit code. */
export const exitIsZero: BrokenProvider = {
  name: "an exit code that is always 0",
  breaks: exitEndsTheCell,
  alsoBreaks: [
    { law: statesAreTrue, because: "it looks at the exit code of an exit, too" },
    { law: languagesExit, because: "it says the same of every other language" },
  ],
  breakProvider: withEachEvent(event =>
    event.type === "end" && event.reason === "exit" ? { ...event, exitCode: 0 } : event,
  ),
};

/** Lets a second cell wait instead of refusing it. */
export const queuesCells: BrokenProvider = {
  name: "a second cell that waits for the first",
  breaks: oneCellAtATime,
  breakProvider: withSessions(session => {
    let last: Promise<unknown> = Promise.resolve();
    return {
      ...session,
      async *execute(cell, context) {
        const before = last;
        let finish = () => {};
        last = new Promise<void>(resolve => {
          finish = resolve;
        });
        await before;
        for await (const event of session.execute(cell, context)) {
          if (event.type === "end") finish();
          yield event;
        }
      },
    };
  }),
};
