import type { IncomingMessage, ServerResponse } from "node:http";
import { serveOnLoopback } from "../http/serve-on-loopback.ts";
import { answerChat, type ChatContext } from "./answer-chat.ts";
import { frame } from "./completion-json.ts";
import type { ModelServer, ModelServerOptions, ModelServerScript } from "./model-server.ts";
import { playScript } from "./playback.ts";
import { sendError } from "./send-reply.ts";

/**
 * Starts a real HTTP server on 127.0.0.1 that speaks OpenAI's Chat Completions, is as strict as the real one about
 * requests, and replies by a script: that of a `ScriptedModel` will do. A request after the last reply gets status 400, so
 * that clients fail at once.
 * @throws CodeAgentError `OPTION_INVALID`: which reply, which member, and what is known
 */
export async function openModelServer(
  script: ModelServerScript,
  options: ModelServerOptions = {},
): Promise<ModelServer> {
  const playback = playScript(script);
  const context: ChatContext = { options, playback, requests: [], nextId: counter() };
  const { url, close } = await serveOnLoopback((request, response) => route(request, response, context));
  return {
    url: `${url}/v1`,
    requests: context.requests,
    assertUsedUp: playback.assertUsedUp,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function route(request: IncomingMessage, response: ServerResponse, context: ChatContext) {
  const place = `${request.method} ${request.url}`;
  if (place === "POST /v1/chat/completions") return answerChat(request, response, context);
  if (place === "GET /v1/models") return listModels(response, context.options);
  const message = `Invalid URL (${place})`;
  sendError(response, { status: 404, message, type: "invalid_request_error", param: null, code: null });
}

function listModels(response: ServerResponse, options: ModelServerOptions): void {
  const data = (options.models ?? []).map(id => ({ ...frame(id, "model"), id, owned_by: "testkit" }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ object: "list", data }));
}

function counter(): () => string {
  let count = 0;
  return () => `call_${++count}`;
}
