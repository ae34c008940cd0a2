import type { StateFate } from "../contract/events.ts";
import { takeBaseline } from "./artifacts.ts";
import { setVariables, writeFiles } from "./give-inputs.ts";
import { type Run, stopReasonOf } from "./run.ts";

/**
 * After a cell: opens a new session in place of a lost one, and puts the run's inputs back where they are gone. Returns
 * what the model has to know.
 * @throws CodeAgentError when no new session can be opened
 */
export async function recoverState(run: Run, state: StateFate): Promise<readonly string[]> {
  if (state === "kept" || state === "restored") return [];
  if (state === "lost") await run.setup.sessions.lose();
  // A run that ends here needs no interpreter; the next one opens its own.
  if (stopReasonOf(run)) return [];
  if (state === "reset") return setVariables(run).then(() => inputNotes(run, ["variables"]));
  run.held = await run.setup.sessions.hold(run.stop.signal);
  run.setup.sessions.takeLoss();
  await setVariables(run);
  await writeFiles(run, { onlyMissing: true });
  // What is in a private workspace now, no cell has made.
  if (!isBound(run)) await takeBaseline(run);
  return [`${newSessionNote(run)}`, ...inputNotes(run, ["variables", "files"])];
}

/** What the model is told of a session that took the place of a lost one. */
export function newSessionNote(run: Run): string {
  const files = isBound(run) ? "The working directory is the same." : "Its working directory is new.";
  return `A new session was opened: variables, functions and imports of the one before are gone. ${files}`;
}

function isBound({ setup }: Run): boolean {
  const workspace = setup.options.policy?.workspace;
  return workspace?.path !== undefined && workspace.mode !== "copy";
}

function inputNotes(run: Run, kinds: readonly ("variables" | "files")[]): readonly string[] {
  const names = kinds.flatMap(kind => Object.keys(run.options[kind] ?? {}));
  return names.length ? [`Given for this task and there again: ${names.join(", ")}.`] : [];
}
