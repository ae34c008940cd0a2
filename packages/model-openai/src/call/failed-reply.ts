import { isObject } from "../reply/is-object.ts";

/** What a server said when it refused. */
export interface FailedReply {
  /** The HTTP status; for an error within a stream, what comes closest. Nothing when there was no answer. */
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
  readonly headers: Headers | undefined;
  readonly requestId: string | undefined;
}

/**
 * Reads what the `openai` package throws, by its shape: `status` and `headers` of an answer, `error` for the object that
 * the server sent. Nothing for anything else.
 */
export function failedReplyOf(thrown: unknown): FailedReply | undefined {
  if (!(thrown instanceof Error) || !("status" in thrown)) return;
  const { status, error, headers, requestID }: Readonly<Record<string, unknown>> = { ...thrown };
  const body = isObject(error) ? error : undefined;
  if (typeof status !== "number" && !error) return;
  return {
    status: typeof status === "number" ? status : streamStatus(body ?? {}),
    code: wordOf(body?.code) ?? wordOf(body?.type),
    message: typeof body?.message === "string" ? body.message : thrown.message,
    headers: headers instanceof Headers ? headers : undefined,
    requestId: wordOf(requestID),
  };
}

// An error object within a stream has no status of its own; some servers write one into its code.
function streamStatus({ code, type }: Readonly<Record<string, unknown>>): number {
  if (typeof code === "number" && code >= 400 && code < 600) return code;
  const words = `${String(code)} ${String(type)}`;
  if (/rate_limit|insufficient_quota/.test(words)) return 429;
  return /invalid_request|context_length/.test(words) ? 400 : 500;
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, 100) : undefined;
}
