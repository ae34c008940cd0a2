import type { ExecutionLimits } from "../contract/limits.ts";
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

const limitNames: readonly string[] = [
  "timeMs",
  "wallMs",
  "outputBytes",
  "spillBytes",
  "memoryBytes",
  "cpu",
  "processes",
  "diskBytes",
] satisfies (keyof ExecutionLimits)[];

/**
 * Checks the shape of a policy, before anything is opened.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkPolicy(policy: Policy): void {
  for (const name of Object.keys(policy)) {
    if (!known.includes(name as keyof Policy)) throw invalid(name, `one of ${known.join(", ")}`, `"${name}"`);
  }
  checkShapes(policy);
  checkVariables(policy);
  checkLimits(policy);
}

function checkVariables({ env = {}, secrets = {} }: Policy): void {
  for (const [name, value] of [...Object.entries(env), ...Object.entries(secrets)]) {
    if (!variableName.test(name)) {
      throw invalid("env", "names of letters, digits and _", JSON.stringify(name));
    }
    if (typeof value !== "string" || value.includes("\0")) {
      throw invalid(`env.${name}`, "text without NUL", typeof value);
    }
  }
  for (const [name, value] of Object.entries(secrets)) {
    if (value.length >= minSecretLength) continue;
    throw invalid(`secrets.${name}`, `at least ${minSecretLength} characters`, `${value.length}`);
  }
}

function checkLimits({ limits = {} }: Policy): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!limitNames.includes(name)) throw invalid("limits", `one of ${limitNames.join(", ")}`, `"${name}"`);
    if (!(typeof value === "number" && value > 0)) {
      throw invalid(`limits.${name}`, "a number above 0", String(value));
    }
  }
}

function checkShapes({ network, workspace, readable, writable, protect, hide }: Policy): void {
  const isNetwork =
    network === undefined || network === "none" || network === "all" || isListOfText(network?.allow);
  if (!isNetwork) throw invalid("network", '"none", "all" or { allow: ["host", …] }', shortJson(network));
  const lists = { readable, writable, protect, hide };
  for (const [name, list] of Object.entries(lists)) {
    if (list !== undefined && !isListOfText(list)) throw invalid(name, "a list of paths", shortJson(list));
  }
  const { path, mode, writable: mayWrite, ...others } = workspace ?? {};
  const [other] = Object.keys(others);
  if (other !== undefined) throw invalid("workspace", "path, mode or writable", `"${other}"`);
  if (path !== undefined && (typeof path !== "string" || !path))
    throw invalid("workspace.path", "a path", shortJson(path));
  if (mode !== undefined && mode !== "bind" && mode !== "copy") {
    throw invalid("workspace.mode", '"bind" or "copy"', shortJson(mode));
  }
  if (mayWrite !== undefined && typeof mayWrite !== "boolean") {
    throw invalid("workspace.writable", "true or false", shortJson(mayWrite));
  }
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === "string" && item !== "");
}

function shortJson(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100);
}

function invalid(name: string, expected: string, got: string): CodeAgentError {
  return new CodeAgentError("OPTION_INVALID", `Expected ${expected} for policy "${name}", got ${got}.`, {
    details: { option: name },
  });
}
