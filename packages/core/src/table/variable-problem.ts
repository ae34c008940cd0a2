import { jsonProblem } from "../json/check-json.ts";
import { isTable, tableProblem } from "./table.ts";

/** Why a value cannot be a variable of a session, as what was expected and what was got. */
export function variableProblem(value: unknown, name: string): string | undefined {
  if (value instanceof Uint8Array) return undefined;
  if (isTable(value)) {
    const problem = tableProblem(value);
    return problem && `a table in variable "${name}" of ${problem}`;
  }
  const problem = jsonProblem(value, name);
  return problem && `JSON, bytes or a table for variable "${name}", got ${problem}`;
}
