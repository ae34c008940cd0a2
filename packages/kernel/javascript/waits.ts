import type { Channel } from "./channel.ts";

const checkMs = 10;

/** Tells the supervisor when the event loop can do nothing until a tool call is answered: the cell's clock stands still. */
export interface Waits {
  /** A call was made, or answered: look soon whether the program only waits. */
  changed(): void;
}

/** `pending` counts the calls under way. */
export function openWaits(channel: Channel, pending: () => number): Waits {
  let timer: NodeJS.Timeout | undefined;
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(check, checkMs);
    timer.unref();
  };
  const check = () => {
    if (pending() === 0 || channel.request === null) return;
    if (isBusy()) schedule();
    else channel.send({ type: "wait" });
  };
  return { changed: schedule };
}

// The channel and the standard streams are pipes; a pipe to a child process comes with the process.
function isBusy(): boolean {
  return process.getActiveResourcesInfo().some(resource => resource !== "PipeWrap");
}
