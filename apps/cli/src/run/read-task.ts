import { text } from "node:stream/consumers";
import { usageError } from "../arguments/usage-error.ts";

/**
 * The task: the word given, or, for `-`, what stdin holds.
 * @throws CodeAgentError `TASK_INVALID`
 */
export async function readTask(word: string | undefined): Promise<string> {
  const task = (word === "-" ? await text(process.stdin) : (word ?? "")).trim();
  if (task) return task;
  const got = word === undefined ? "none" : word === "-" ? "an empty stdin" : "an empty one";
  throw await usageError(
    `Expected a task, got ${got}. Write it as: tinycodeagent run "Add up the numbers in data.csv", or give it on stdin with -.`,
    "TASK_INVALID",
  );
}
