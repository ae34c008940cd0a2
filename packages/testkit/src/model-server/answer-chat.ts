import type { IncomingMessage, ServerResponse } from "node:http";
import { type JsonObject, messageOf } from "@tinycodeagent/core";
import { type ApiError, invalidRequest, wrongKey } from "./api-error.ts";
import { isObject } from "./is-object.ts";
import type { ModelServerOptions, ModelServerRequest } from "./model-server.ts";
import type { Playback } from "./playback.ts";
import { readBody } from "./read-body.ts";
import type { ModelServerReply } from "./reply.ts";
import { sendError, sendReply } from "./send-reply.ts";
import { validateRequest } from "./validate-request.ts";

/** What the requests of one server share. */
export interface ChatContext {
  readonly options: ModelServerOptions;
  readonly playback: Playback;
  readonly requests: ModelServerRequest[];
  readonly nextId: () => string;
}

/** Answers `POST /v1/chat/completions`. */
export async function answerChat(
  request: IncomingMessage,
  response: ServerResponse,
  context: ChatContext,
): Promise<void> {
  const body = await readBody(request);
  if (!body) return sendError(response, invalidRequest("We could not parse the JSON body of your request."));
  const error = refusal(request, body, context.options);
  const record = recordOf(request, response, body, error);
  context.requests.push(record);
  if (error) return sendError(response, error);
  const reply = await nextReply(context, record);
  if ("refusal" in reply) return sendError(response, reply.refusal);
  await sendReply(response, reply.given, {
    model: String(body.model),
    isStream: body.stream === true,
    includeUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
    nextId: context.nextId,
  });
}

function refusal(
  request: IncomingMessage,
  body: JsonObject,
  options: ModelServerOptions,
): ApiError | undefined {
  const isKeyRight = !options.apiKey || request.headers.authorization === `Bearer ${options.apiKey}`;
  return isKeyRight ? validateRequest(body, options) : wrongKey();
}

function recordOf(
  request: IncomingMessage,
  response: ServerResponse,
  body: JsonObject,
  error: ApiError | undefined,
): ModelServerRequest {
  return {
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body,
    ...(error && { refused: error.message }),
    get leftEarly() {
      return response.closed && !response.writableFinished;
    },
  };
}

type NextReply = { readonly given: ModelServerReply } | { readonly refusal: ApiError };

// What a script lacks does not come by asking again: the status is one that clients do not retry.
async function nextReply(context: ChatContext, record: ModelServerRequest): Promise<NextReply> {
  try {
    const given = await context.playback.next(record);
    if (given !== undefined) return { given };
    const message = `The script of this model server is used up: there is no reply for request ${context.requests.length}. Add one.`;
    return { refusal: { ...invalidRequest(message), code: "script_used_up" } };
  } catch (error) {
    return { refusal: { ...invalidRequest(messageOf(error)), code: "script_invalid" } };
  }
}
