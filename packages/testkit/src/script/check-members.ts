import { CodeAgentError } from "@tinycodeagent/core";

/** What a member of a script must be, in words and as a check. */
export interface MemberRule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  readonly isRequired?: boolean;
}

/** Rules by member. */
export type MemberRules = Readonly<Record<string, MemberRule>>;

type Members = Readonly<Record<string, unknown>>;

/**
 * Checks an object of a script. `place` says where it stands, as in `reply 2 of the script`.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkMembers(value: Members, place: string, rules: MemberRules): void {
  for (const [name, member] of Object.entries(value)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw scriptInvalid(place, `members of ${Object.keys(rules).join(", ")}`, `"${name}"`);
    if (member === undefined || rule.fits(member)) continue;
    throw scriptInvalid(place, `"${name}" to be ${rule.expected}`, shown(member));
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (!rule.isRequired || value[name] !== undefined) continue;
    throw scriptInvalid(place, `"${name}", which is ${rule.expected},`, "none");
  }
}

/** Whether a value is an object that is no list. */
export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One sentence for everything that a script has wrong. */
export function scriptInvalid(place: string, expected: string, got: string): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected ${expected} in ${place}, got ${got}. Correct the script.`,
    { details: { option: "script", place } },
  );
}

/** Any value in few words. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}
