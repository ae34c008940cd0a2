import { runPythonSignature } from "../built-in-tools/index.ts";
import type { ToolSignature } from "../contract/tool-call.ts";
import { heldSession } from "./held-session.ts";
import type { Run } from "./run.ts";

/** The native tools of a run's model; none when it acts by fenced code. */
export function modelTools(run: Run): readonly ToolSignature[] {
  if (run.setup.mode === "fenced") return [];
  return [runPythonSignature, ...heldSession(run).broker.signatures("model")];
}
