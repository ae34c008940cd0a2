import { checkCalls } from "./check-calls.ts";
import { checkMembers, isMembers, type MemberRules, scriptInvalid, shown } from "./check-members.ts";
import { text } from "./member-rules.ts";

/** What replies a model or server knows: the members of a message, and those of each other kind. */
export interface ReplyRules {
  readonly message: MemberRules;
  /** By `kind`. A reply without a kind is a message. */
  readonly kinds: Readonly<Record<string, MemberRules>>;
  /** The members of a message that are lists of calls, and what a call has there. */
  readonly calls: Readonly<Record<string, MemberRules>>;
  /** Whether a reply of a list may be a function, which is checked when it has replied. */
  readonly mayBeFunctions?: boolean;
}

/**
 * Checks one reply of a script. A string is always one.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkReply(reply: unknown, place: string, rules: ReplyRules): void {
  if (typeof reply === "string") return;
  if (!isMembers(reply)) throw scriptInvalid(place, "a string or an object", shown(reply));
  const { kind = "message" } = reply;
  if (kind === "message") checkMessage(reply, place, rules);
  else checkKind(reply, place, rules.kinds);
}

/**
 * Checks a list of replies before the first is given.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkReplies(script: unknown, rules: ReplyRules): void {
  if (!Array.isArray(script)) throw scriptInvalid("the script", "a list of replies", shown(script));
  for (const [index, reply] of script.entries()) {
    if (rules.mayBeFunctions && typeof reply === "function") continue;
    checkReply(reply, placeOf(index), rules);
  }
}

/** How messages name a reply, from 0. */
export function placeOf(index: number): string {
  return `reply ${index + 1} of the script`;
}

type Members = Readonly<Record<string, unknown>>;

function checkMessage(reply: Members, place: string, rules: ReplyRules): void {
  checkMembers(reply, place, { kind: text, ...rules.message });
  for (const [member, callRules] of Object.entries(rules.calls)) {
    const calls = reply[member];
    if (Array.isArray(calls)) checkCalls(calls, place, callRules);
  }
}

function checkKind(reply: Members, place: string, kinds: Readonly<Record<string, MemberRules>>): void {
  const kind = String(reply.kind);
  const rules = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!rules) {
    const known = ["message", ...Object.keys(kinds)].join(", ");
    throw scriptInvalid(place, `"kind" to be one of ${known}`, shown(reply.kind));
  }
  checkMembers(reply, place, { kind: text, ...rules });
}
