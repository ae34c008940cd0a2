import type { AssistantMessage } from "../messages/message.ts";

/** Makes the ids of a model's calls unique in a history: some servers give the same one again and again. */
export interface CallIds {
  /** A call begins: its id in the history. */
  start(id: string): string;
  /** The id in the history of the call that began last with this id. */
  current(id: string): string;
  /** The attempt is void: its ids are free again. */
  reset(): void;
  /** The message with the ids that its calls began with, and new ones for calls that did not begin. */
  settle(message: AssistantMessage): AssistantMessage;
}

/** Makes {@link CallIds} for one reply; `taken` are those of the history. */
export function createCallIds(taken: Iterable<string>): CallIds {
  const used = new Set(taken);
  let started: { readonly raw: string; readonly id: string }[] = [];

  function start(raw: string): string {
    const base = raw || "call";
    let id = base;
    for (let number = 2; used.has(id); number += 1) id = `${base}-${number}`;
    used.add(id);
    started.push({ raw, id });
    return id;
  }

  function claim(raw: string): string {
    const index = started.findIndex(call => call.raw === raw);
    if (index < 0) start(raw);
    const [call] = started.splice(index, 1);
    return call?.id ?? raw;
  }

  return {
    start,
    current: raw => started.findLast(call => call.raw === raw)?.id ?? raw,
    reset() {
      for (const { id } of started) used.delete(id);
      started = [];
    },
    settle: message => ({
      ...message,
      content: message.content.map(part =>
        part.type === "tool_call" ? { ...part, id: claim(part.id) } : part,
      ),
    }),
  };
}
