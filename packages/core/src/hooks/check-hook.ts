import { callable, positiveNumber, text } from "../checks/common-rules.ts";
import {
  checkOptions,
  isRecord,
  type OptionCheck,
  type OptionRule,
  optionInvalid,
  optionUnknown,
} from "../checks/option-checks.ts";
import { shownUncalled } from "../checks/shown.ts";
import type { Hook } from "./hook.ts";

const rules = {
  name: text,
  timeoutMs: positiveNumber,
  onEvent: callable,
  onRunStart: callable,
  onStepStart: callable,
  onModelEnd: callable,
  onExecutionStart: callable,
  onExecutionEnd: callable,
  onToolEnd: callable,
  onStepEnd: callable,
  onRunEnd: callable,
  beforeModel: callable,
  beforeExecute: callable,
  beforeToolCall: callable,
} satisfies Record<keyof Hook, OptionRule>;

const members = Object.keys(rules);

/**
 * Checks a hook. A member that is not known is refused, because a guard with a wrong name would guard nothing; an instance
 * of a class may have members of its own, as long as they are not named like those of a hook. `place` says where it was
 * given.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkHook(hook: unknown, place = "the hook"): void {
  if (!isRecord(hook)) throw optionInvalid("hook", "a hook made by defineHook", shownUncalled(hook));
  const of = typeof hook.name === "string" && hook.name ? `hook "${hook.name}"` : place;
  const check = { rules, required: ["name"], of };
  if (isPlain(hook)) checkOptions(hook, check);
  else checkInstance(hook, check);
}

function checkInstance(hook: Record<string, unknown>, check: OptionCheck): void {
  const known = members.filter(name => hook[name] !== undefined);
  checkOptions(Object.fromEntries(known.map(name => [name, hook[name]])), check);
  const unknown = namesOf(hook).find(name => looksLikeMember(name) && !members.includes(name));
  if (unknown !== undefined) throw optionUnknown(unknown, check);
}

function looksLikeMember(name: string): boolean {
  return /^(on|before|after)[A-Z]/.test(name);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

// Methods stand on the prototypes of a class.
function namesOf(instance: object): readonly string[] {
  const names: string[] = [];
  for (let at: object = instance; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at));
  }
  return names;
}
