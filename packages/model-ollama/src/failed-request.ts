import { CodeAgentError, type ErrorCode, type ModelFailure } from "@tinycodeagent/core";

/** A request that failed, with what is known about retrying it. Never leaves this package. */
export class FailedRequest extends Error {
  override readonly name = "FailedRequest";
  readonly failure: ModelFailure;
  /** Of the response, where there was one. */
  readonly status: number | undefined;

  constructor(failure: ModelFailure, status?: number) {
    super(failure.error.message, { cause: failure.error });
    this.failure = failure;
    this.status = status;
  }
}

/** A failure that the same request would meet again. */
export function finalFailure(code: ErrorCode, message: string, cause?: unknown): FailedRequest {
  return new FailedRequest({ error: new CodeAgentError(code, message, { cause }), retryable: false });
}

/** A failure that the same request may not meet again. */
export function passingFailure(code: ErrorCode, message: string, cause?: unknown): FailedRequest {
  return new FailedRequest({ error: new CodeAgentError(code, message, { cause }), retryable: true });
}

/** What anything that was thrown means for retrying. */
export function failureOf(thrown: unknown): ModelFailure {
  if (thrown instanceof FailedRequest) return thrown.failure;
  if (thrown instanceof CodeAgentError) return { error: thrown, retryable: false };
  const message = `Expected a chat with Ollama, but it failed: ${String(thrown)}. See the cause.`;
  return { error: new CodeAgentError("MODEL_FAILED", message, { cause: thrown }), retryable: false };
}
