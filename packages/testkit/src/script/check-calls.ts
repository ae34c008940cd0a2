import { checkMembers, isMembers, type MemberRules, scriptInvalid, shown } from "./check-members.ts";
import { anything, required, text } from "./member-rules.ts";

/** The members of a call, in every script. */
export const callRules: MemberRules = { name: required(text), input: anything, inputText: text, id: text };

const inputMembers = ["input", "inputText", "arguments"];

/**
 * Checks the calls of a scripted reply: each has a name, and its input once.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkCalls(calls: readonly unknown[], place: string, rules: MemberRules): void {
  const inputs = inputMembers.filter(name => Object.hasOwn(rules, name));
  for (const [index, call] of calls.entries()) {
    const at = `call ${index + 1} of ${place}`;
    if (!isMembers(call)) throw scriptInvalid(at, `an object such as { name, ${inputs[0]} }`, shown(call));
    checkMembers(call, at, rules);
    const given = inputs.filter(name => call[name] !== undefined);
    if (given.length === 1) continue;
    throw scriptInvalid(at, `exactly one of ${inputs.join(", ")}`, given.join(" and ") || "none");
  }
}
