import type { Policy } from "../contract/policy.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";

/** A shorter secret would be found in ordinary text. */
const minSecretLength = 4;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const known: readonly (keyof Policy)[] = [
  "workspace",
  "readable",
  "writable",
  "protect",
  "hide",
  "network",
  "env",
  "secrets",
  "limits",
  "packages",
];

/**
 * Checks the shape of a policy, before anything is opened.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkPolicy(policy: Policy): void {
  for (const name of Object.keys(policy)) {
    if (!known.includes(name as keyof Policy)) throw invalid(name, `one of ${known.join(", ")}`, `"${name}"`);
  }
  for (const [name, value] of [
    ...Object.entries(policy.env ?? {}),
    ...Object.entries(policy.secrets ?? {}),
  ]) {
    if (!variableName.test(name))
      throw invalid("env", "names of letters, digits and _", JSON.stringify(name));
    if (typeof value !== "string" || value.includes("\0"))
      throw invalid(`env.${name}`, "text without NUL", typeof value);
  }
  for (const [name, value] of Object.entries(policy.secrets ?? {})) {
    if (value.length < minSecretLength) {
      throw invalid(`secrets.${name}`, `at least ${minSecretLength} characters`, `${value.length}`);
    }
  }
  for (const [name, value] of Object.entries(policy.limits ?? {})) {
    if (!(typeof value === "number" && value > 0))
      throw invalid(`limits.${name}`, "a number above 0", String(value));
  }
}

function invalid(name: string, expected: string, got: string): CodeAgentError {
  return new CodeAgentError("OPTION_INVALID", `Expected ${expected} for policy "${name}", got ${got}.`, {
    details: { option: name },
  });
}
