import { truncationIsExact } from "../laws/output/much-output.ts";
import { orderIsKept } from "../laws/output/order-is-kept.ts";
import { textArrivesWhole } from "../laws/output/text-arrives-whole.ts";
import { jsonValuesCross } from "../laws/values/values.ts";
import { type BrokenProvider, withEachEvent, withEvents } from "./break-provider.ts";

const line = "o 1000\n";

/** Hands on later output before earlier output. */
export const swapsOutput: BrokenProvider = {
  name: "a line of stdout that arrives late",
  breaks: orderIsKept,
  breakProvider: withEvents(async function* (events) {
    let isHeld = false;
    for await (const event of events) {
      if (event.type === "stdout" && event.text.includes(line)) {
        isHeld = true;
        yield { ...event, text: event.text.replace(line, "") };
        continue;
      }
      if (isHeld && event.type === "end") yield { type: "stdout", text: line };
      yield event;
    }
  }),
};

/** Drops what is not ASCII, as a decoder without memory would break it. */
export const breaksCharacters: BrokenProvider = {
  name: "characters broken between chunks",
  breaks: textArrivesWhole,
  breakProvider: withEachEvent(event => {
    if (event.type !== "stdout" || !/^[😀é€]$/u.test(event.text)) return event;
    return { ...event, text: "\uFFFD".repeat(new TextEncoder().encode(event.text).length) };
  }),
};

/** Counts what was omitted wrongly. */
export const miscounts: BrokenProvider = {
  name: "omitted bytes that do not add up",
  breaks: truncationIsExact,
  breakProvider: withEachEvent(event =>
    event.type === "truncated" && event.totalBytes < 2_000
      ? { ...event, omittedBytes: event.omittedBytes + 1 }
      : event,
  ),
};

/** Shows text as a value. */
export const valuesAsText: BrokenProvider = {
  name: "values that arrive as their text",
  breaks: jsonValuesCross,
  breakProvider: withEachEvent(event =>
    event.type === "result" && event.value === -1.5 ? { ...event, value: event.repr } : event,
  ),
};
