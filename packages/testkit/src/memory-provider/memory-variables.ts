import { CodeAgentError, type Json, type SessionVariables, type VariableView } from "@tinycodeagent/core";

/** The variables facet over a map. `checkOpen` throws once the session is gone. */
export function memoryVariables(
  variables: Map<string, Json | Uint8Array>,
  checkOpen: () => void,
): SessionVariables {
  return {
    async set(values) {
      checkOpen();
      for (const name of Object.keys(values)) checkName(name);
      for (const [name, value] of Object.entries(values)) variables.set(name, value);
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

function checkName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
  throw new CodeAgentError(
    "VARIABLE_INVALID",
    `Expected the name of a variable, got ${JSON.stringify(name)}. Use letters, digits and "_".`,
  );
}
