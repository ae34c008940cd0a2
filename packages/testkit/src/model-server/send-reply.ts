import type { ServerResponse } from "node:http";
import { type ApiError, errorBody } from "./api-error.ts";
import { frame } from "./completion-json.ts";
import type { ModelServerFailure, ModelServerReply } from "./reply.ts";
import { resolveMessage } from "./resolved-message.ts";
import { type Delivery, sendMessage } from "./send-message.ts";

/** To whom a reply goes. */
export interface ReplyContext extends Delivery {
  readonly model: string;
  readonly nextId: () => string;
}

/** Gives one scripted reply. */
export async function sendReply(
  response: ServerResponse,
  reply: ModelServerReply,
  context: ReplyContext,
): Promise<void> {
  if (typeof reply === "string") return sendReply(response, { kind: "message", text: reply }, context);
  switch (reply.kind) {
    case undefined:
    case "message":
      return sendMessage(response, resolveMessage(reply, context.model, context.nextId), context);
    case "error":
      return sendFailure(response, reply);
    case "cut":
      response.socket?.destroy();
      return;
    case "hang":
      return;
    case "empty":
      return sendEmpty(response, context);
    case "raw":
      response.writeHead(reply.status ?? 200, { "content-type": reply.contentType ?? mediaType(context) });
      if (reply.isOpen) response.write(reply.body);
      else response.end(reply.body);
  }
}

/** Refuses a request. */
export function sendError(
  response: ServerResponse,
  error: ApiError,
  headers: Record<string, string> = {},
): void {
  response.writeHead(error.status, { "content-type": "application/json", ...headers });
  response.end(errorBody(error));
}

function sendFailure(response: ServerResponse, reply: ModelServerFailure): void {
  const { status, message, code, errorType, retryAfter, retryAfterMs } = reply;
  const error = {
    status,
    message: message ?? `Scripted status ${status}.`,
    type: errorType ?? (status >= 500 ? "server_error" : "invalid_request_error"),
    param: null,
    code: code ?? null,
  };
  sendError(response, error, {
    ...(retryAfter !== undefined && {
      "retry-after": typeof retryAfter === "number" ? String(retryAfter) : retryAfter.toUTCString(),
    }),
    ...(retryAfterMs !== undefined && { "retry-after-ms": String(retryAfterMs) }),
  });
}

function sendEmpty(response: ServerResponse, context: ReplyContext): void {
  response.writeHead(200, { "content-type": mediaType(context) });
  const object = context.isStream ? "chat.completion.chunk" : "chat.completion";
  const body = JSON.stringify({ ...frame(context.model, object), choices: [] });
  response.end(context.isStream ? `data: ${body}\n\ndata: [DONE]\n\n` : body);
}

function mediaType(delivery: Delivery): string {
  return delivery.isStream ? "text/event-stream" : "application/json";
}
