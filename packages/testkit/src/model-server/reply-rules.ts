import { callRules } from "../script/check-calls.ts";
import type { MemberRule } from "../script/check-members.ts";
import type { ReplyRules } from "../script/check-reply.ts";
import {
  amount,
  anything,
  count,
  flag,
  list,
  orNull,
  record,
  required,
  text,
} from "../script/member-rules.ts";
import { sharedRules, usage } from "../scripted-model/reply-rules.ts";

const body: MemberRule = {
  expected: "a string or bytes",
  fits: value => typeof value === "string" || value instanceof Uint8Array,
};
const retryAfter: MemberRule = {
  expected: "a number of seconds or a date",
  fits: value => amount.fits(value) || value instanceof Date,
};

/** What the script of this server knows. */
export const modelServerRules: ReplyRules = {
  message: {
    ...sharedRules,
    finishReason: text,
    usage: orNull(usage),
    toolCalls: list,
    refusal: text,
    extra: record,
    chunkSize: count,
    interleave: flag,
    bytesPerWrite: count,
    cutAfterChunks: amount,
    endsEarly: flag,
    streamError: record,
  },
  kinds: {
    error: {
      status: required(count),
      message: text,
      code: text,
      errorType: text,
      retryAfter,
      retryAfterMs: amount,
    },
    cut: {},
    hang: {},
    empty: {},
    raw: { body: required(body), status: count, contentType: text, isOpen: flag },
  },
  calls: {
    calls: callRules,
    toolCalls: { name: required(text), arguments: anything, id: orNull(text), extra: record },
  },
};
