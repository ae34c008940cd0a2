import { isCodeAgentError } from "../errors/code-agent-error.ts";
import { requireFacet } from "../session/check-facets.ts";
import { heldSession } from "./held-session.ts";
import type { Run } from "./run.ts";
import { isPutBack } from "./run-point.ts";

/**
 * Gives a run's inputs. A run that goes on from a step has them, unless its session is another one than its parent's.
 * @throws CodeAgentError `FACET_MISSING`, `VARIABLE_INVALID`, `FILE_DENIED`
 */
export async function giveInputs(run: Run): Promise<void> {
  const { point } = run;
  const { sandbox } = heldSession(run);
  if (point && (isPutBack(point, sandbox) || point.memory.sandbox === sandbox)) return;
  await setVariables(run);
  await writeFiles(run, { onlyMissing: point !== undefined });
}

/**
 * Puts the run's variables into the interpreter.
 * @throws CodeAgentError `FACET_MISSING`, `VARIABLE_INVALID`
 */
export async function setVariables(run: Run): Promise<void> {
  const { variables = {} } = run.options;
  if (Object.keys(variables).length === 0) return;
  const facet = requireFacet(heldSession(run).session, "variables", "to give variables to a run");
  await facet.set(variables, { signal: run.stop.signal });
}

/**
 * Writes the run's files to the workspace.
 * @throws CodeAgentError `FACET_MISSING`, `FILE_DENIED`
 */
export async function writeFiles(run: Run, options: { readonly onlyMissing: boolean }): Promise<void> {
  const entries = Object.entries(run.options.files ?? {});
  if (entries.length === 0) return;
  const facet = requireFacet(heldSession(run).session, "files", "to give files to a run");
  const { signal } = run.stop;
  for (const [path, content] of entries) {
    try {
      await facet.write(path, content, { signal, ...(options.onlyMissing && { expectedHash: null }) });
    } catch (error) {
      if (!options.onlyMissing || !isCodeAgentError(error, "FILE_CHANGED")) throw error;
    }
  }
}
