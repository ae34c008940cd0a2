import type { JsonObject } from "../contract/json.ts";
import { CodeAgentError, isCodeAgentError } from "../errors/code-agent-error.ts";
import type { Redactor } from "./redactor.ts";

/** An error of a session with secrets replaced. Its cause could hold one anywhere. */
export function cleanError(error: unknown, { text, json }: Redactor): unknown {
  if (!isCodeAgentError(error)) return error;
  return new CodeAgentError(error.code, text(error.message), {
    details: json(error.details as JsonObject) as JsonObject,
  });
}

/** What is asked, with secrets replaced in what is thrown. */
export async function rethrowClean<T>(redactor: Redactor, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw cleanError(error, redactor);
  }
}
