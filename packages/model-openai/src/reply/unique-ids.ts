import { type Message, toolCallsOf } from "@tinycodeagent/core";

/**
 * Makes ids of tool calls that occur neither in the history nor twice in the reply. The server's own id is kept where
 * that is so.
 */
export function uniqueIds(messages: readonly Message[]): (wanted: string | undefined) => string {
  const taken = new Set(messages.flatMap(message => toolCallsOf(message).map(call => call.id)));
  return wanted => {
    const stem = wanted ?? "call";
    let id = wanted ?? "call_1";
    for (let count = 2; taken.has(id); count++) id = `${stem}_${count}`;
    taken.add(id);
    return id;
  };
}
