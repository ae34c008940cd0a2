import { callRules } from "../script/check-calls.ts";
import { isMembers, type MemberRule, type MemberRules } from "../script/check-members.ts";
import type { ReplyRules } from "../script/check-reply.ts";
import { amount, anything, list, text } from "../script/member-rules.ts";

const reasons = ["stop", "tool_calls", "length", "filtered", "other"];
const finishReason: MemberRule = {
  expected: `one of ${reasons.join(", ")}`,
  fits: value => reasons.includes(String(value)),
};
const counts = ["inputTokens", "outputTokens", "cachedInputTokens", "reasoningTokens", "requests"];

/** Tokens that a reply reports. */
export const usage: MemberRule = {
  expected: `an object of ${counts.join(", ")}`,
  fits: value =>
    isMembers(value) &&
    Object.entries(value).every(([name, tokens]) => counts.includes(name) && amount.fits(tokens ?? 0)),
};

/** What every script knows: that of the model, and those of the servers. */
export const sharedRules: MemberRules = {
  text,
  reasoning: text,
  calls: list,
  usage,
  finishReason,
  delayMs: amount,
};

/** What the script of a model knows. */
export const scriptedReplyRules: ReplyRules = {
  message: { ...sharedRules, error: anything },
  kinds: {},
  calls: { calls: callRules },
  mayBeFunctions: true,
};
