import {
  CodeAgentError,
  isTable,
  type Json,
  type SessionVariables,
  type VariableInput,
  type VariableView,
  variableProblem,
} from "@tinycodeagent/core";

/** The variables facet over a map. A table is kept as its columns, as an interpreter without pandas would. `checkOpen` throws once the session is gone. */
export function memoryVariables(
  variables: Map<string, Json | Uint8Array>,
  checkOpen: () => void,
): SessionVariables {
  return {
    async set(values) {
      checkOpen();
      for (const [name, value] of Object.entries(values)) checkVariable(name, value);
      for (const [name, value] of Object.entries(values))
        variables.set(name, isTable(value) ? { ...value.columns } : value);
    },
    async get(names) {
      checkOpen();
      const found = names.filter(name => variables.has(name));
      return Object.fromEntries(found.map(name => [name, viewOf(variables.get(name) ?? null)]));
    },
  };
}

function viewOf(value: Json | Uint8Array): VariableView {
  return value instanceof Uint8Array ? { kind: "bytes", value } : { kind: "json", value };
}

function checkVariable(name: string, value: VariableInput): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw invalid(`the name of a variable, got ${JSON.stringify(name)}. Use letters, digits and "_"`);
  const problem = variableProblem(value, name);
  if (problem) throw invalid(problem);
}

function invalid(problem: string): CodeAgentError {
  return new CodeAgentError("VARIABLE_INVALID", `Expected ${problem}.`);
}
