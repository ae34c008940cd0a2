import type { ErrorCode } from "./codes.ts";

const brand: symbol = Symbol.for("@tinycodeagent/error");

/** What a {@link CodeAgentError} is made of. */
export interface CodeAgentErrorOptions {
  /** Facts for programs; plain data. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The one error class: a failure of the machinery, of an option or of a service. The failure of a user's program is
 * never an error but data.
 *
 * The message says what was expected, what was got and what to do. The meaning of each code is in `ERRORS.md`.
 */
export class CodeAgentError extends Error {
  override readonly name = "CodeAgentError";
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: CodeAgentErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether a value is a {@link CodeAgentError}, also one of another copy of this package. */
export function isCodeAgentError(value: unknown, code?: ErrorCode): value is CodeAgentError {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  return code === undefined || (value as CodeAgentError).code === code;
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
