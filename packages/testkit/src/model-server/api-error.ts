/** A refusal in the form of OpenAI's API. */
export interface ApiError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** A request that is not valid: status 400. */
export function invalidRequest(message: string, param: string | null = null): ApiError {
  return { status: 400, message, type: "invalid_request_error", param, code: null };
}

/** A model that is not served: status 404. */
export function modelNotFound(model: string): ApiError {
  const message = `The model '${model}' does not exist or you do not have access to it.`;
  return { status: 404, message, type: "invalid_request_error", param: null, code: "model_not_found" };
}

/** A missing or wrong key: status 401. */
export function wrongKey(): ApiError {
  const message = "Incorrect API key provided.";
  return { status: 401, message, type: "invalid_request_error", param: null, code: "invalid_api_key" };
}

/** The body of a refusal. */
export function errorBody(error: Omit<ApiError, "status">): string {
  const { message, type, param, code } = error;
  return JSON.stringify({ error: { message, type, param, code } });
}
