import { callRules } from "../script/check-calls.ts";
import type { MemberRule } from "../script/check-members.ts";
import type { ReplyRules } from "../script/check-reply.ts";
import { amount, anything, count, list, record, required, text } from "../script/member-rules.ts";
import { sharedRules } from "../scripted-model/reply-rules.ts";

const words = ["done", "cut", "end", "hang"];
const ending: MemberRule = {
  expected: `one of ${words.join(", ")}, or { error }`,
  fits: value => words.includes(String(value)) || record.fits(value),
};

/** What the script of this server knows. */
export const ollamaReplyRules: ReplyRules = {
  message: {
    ...sharedRules,
    thinking: text,
    doneReason: text,
    inputTokens: amount,
    outputTokens: amount,
    chunkChars: count,
    writeBytes: count,
    ending,
  },
  kinds: {
    status: { status: required(count), error: text, headers: record },
    raw: { lines: required(list) },
    cut: {},
    hang: {},
  },
  calls: { calls: { ...callRules, arguments: anything } },
};
