import {
  javascriptExceptions,
  languagesEndInTime,
  languagesKeepState,
} from "../laws/languages/other-languages.ts";
import { type BrokenProvider, withEvents } from "./break-provider.ts";

/** Sends what other languages write to one stream. */
export const oneStream: BrokenProvider = {
  name: "errors of other languages on stdout",
  breaks: languagesKeepState,
  breakProvider: withEvents(async function* (events, { language = "python" }) {
    for await (const event of events)
      yield event.type === "stderr" && language !== "python" ? { ...event, type: "stdout" } : event;
  }),
};

/** Calls every failure of JavaScript an error. */
export const namelessExceptions: BrokenProvider = {
  name: "exceptions of JavaScript without their names",
  breaks: javascriptExceptions,
  breakProvider: withEvents(async function* (events, { language }) {
    for await (const event of events)
      yield event.type === "exception" && language === "javascript" ? { ...event, name: "Error" } : event;
  }),
};

/** Lets other languages run on. */
export const lateLanguages: BrokenProvider = {
  name: "control of other languages that returns late",
  breaks: languagesEndInTime,
  breakProvider: withEvents(async function* (events, { language = "python" }) {
    for await (const event of events) {
      const isLate = event.type === "end" && event.reason === "timeout" && language !== "python";
      if (isLate) await new Promise(resolve => setTimeout(resolve, 500));
      yield event;
    }
  }),
};
