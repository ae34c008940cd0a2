import {
  CodeAgentError,
  type ErrorCode,
  isCodeAgentError,
  type ModelFailure,
  messageOf,
  parseRetryAfter,
} from "@tinycodeagent/core";
import type { Settings } from "../options/settings.ts";
import { invalidReply } from "../reply/invalid-reply.ts";
import { causesOf } from "./causes.ts";
import { type FailedReply, failedReplyOf } from "./failed-reply.ts";
import { redact } from "./redact.ts";

interface Verdict {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly remedy: string;
}

/** Turns what an attempt threw into a coded error without secrets, and says whether another attempt makes sense. */
export function classify(thrown: unknown, settings: Settings): ModelFailure {
  const coded = causesOf(thrown).find(cause => isCodeAgentError(cause));
  if (coded) return { error: coded, retryable: coded.details.retryable === true };
  const reply = failedReplyOf(thrown);
  if (reply) return refused(reply, settings);
  if (causesOf(thrown).some(cause => cause instanceof SyntaxError)) {
    return { error: invalidReply("JSON", "something else"), retryable: true };
  }
  return unreachable(thrown, settings);
}

// The thrown value itself is no cause to keep: what a `fetch` throws may hold the headers it was given.
function unreachable(thrown: unknown, { host, secrets }: Settings): ModelFailure {
  const reasons = [...new Set(causesOf(thrown).map(messageOf))].filter(reason => reason !== "");
  const error = new CodeAgentError(
    "MODEL_UNREACHABLE",
    `Expected an answer from ${host}, got a failed connection: ${redact(reasons.join(" "), secrets)}. Check that the server runs, baseURL and the network.`,
  );
  return { error, retryable: true };
}

function refused(reply: FailedReply, settings: Settings): ModelFailure {
  const { status, code, requestId, headers } = reply;
  const verdict = verdictOf(reply);
  const said = redact(reply.message, settings.secrets);
  return {
    error: new CodeAgentError(
      verdict.code,
      `Expected a reply of model "${settings.name}" from ${settings.host}, got status ${status}: ${said} ${verdict.remedy}`,
      { details: { status, ...(code && { code }), ...(requestId && { requestId }) } },
    ),
    retryable: verdict.retryable,
    retryAfterMs: headers && parseRetryAfter(headers),
  };
}

function verdictOf({ status = 500, code }: FailedReply): Verdict {
  switch (status) {
    case 401:
      return verdict("MODEL_KEY_MISSING", "Set OPENAI_API_KEY, or pass `apiKey`, with a key of this server.");
    case 403:
      return verdict("MODEL_REFUSED", "Check what the key may do, and whether the model is open to it.");
    case 404:
      return verdict("MODEL_UNKNOWN", "Check the name of the model, and baseURL.");
    case 429:
      return code === "insufficient_quota"
        ? verdict("MODEL_RATE_LIMITED", "The account has no quota left: check its plan and billing.")
        : verdict("MODEL_RATE_LIMITED", "Wait and call again, or raise maxRetries.", true);
    case 408:
    case 409:
      return verdict("MODEL_FAILED", "Call again later.", true);
  }
  if (status >= 500) return verdict("MODEL_FAILED", "Call again later, or raise maxRetries.", true);
  if (status >= 400)
    return verdict("MODEL_REFUSED", "Change the request or the options; it was not repeated.");
  return verdict("MODEL_FAILED", "Check baseURL.");
}

function verdict(code: ErrorCode, remedy: string, retryable = false): Verdict {
  return { code, remedy, retryable };
}
