import type { IncomingMessage, ServerResponse } from "node:http";
import { serveOnLoopback } from "../http/serve-on-loopback.ts";
import { answerChat } from "./answer-chat.ts";
import { answerShow, answerTags, sendJson } from "./answer-facts.ts";
import { readBody } from "./read-body.ts";
import { createReplies } from "./replies.ts";
import type { OllamaScript } from "./script.ts";
import type { OllamaServer, OllamaServerModel, OllamaServerOptions, OllamaServerRequest } from "./server.ts";

const defaultModels: readonly OllamaServerModel[] = [{ name: "test-model" }];

/**
 * Opens a real HTTP server on the loopback that speaks Ollama's API (`/api/chat`, `/api/tags`, `/api/show`,
 * `/api/version`) and replies to chats from a script. It refuses what Ollama refuses, and also broken histories and
 * fields sent twice. The script of a `ScriptedModel` will do; once it is used up, chats are answered with status 400.
 * @throws CodeAgentError `OPTION_INVALID`: which reply, which member, and what is known
 */
export async function openOllamaServer(
  script: OllamaScript = [],
  options: OllamaServerOptions = {},
): Promise<OllamaServer> {
  const requests: OllamaServerRequest[] = [];
  const warnings: string[] = [];
  const replies = createReplies(script);
  const models = options.models ?? defaultModels;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { text, body, problem } = await readBody(request);
    const path = new URL(request.url ?? "/", "http://host").pathname;
    const method = request.method ?? "GET";
    const received: OllamaServerRequest = { method, path, headers: request.headers, body };
    requests.push(received);
    const fixed = options.bodies?.[path];
    if (fixed !== undefined) response.setHeader("content-type", "application/json").end(fixed);
    else if (problem) sendJson(response, 400, { error: problem });
    else if (path === "/api/version") sendJson(response, 200, { version: options.version ?? "0.12.0" });
    else if (method === "GET" && path === "/api/tags") answerTags(response, models);
    else if (method === "POST" && path === "/api/show") answerShow(response, models, body);
    else if (method === "POST" && path === "/api/chat")
      await answerChat({ response, models, received, text, replies, warnings });
    else response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found");
  }

  const { url, close } = await serveOnLoopback(answer);
  return {
    url,
    requests,
    warnings,
    assertUsedUp: replies.assertUsedUp,
    close,
    [Symbol.asyncDispose]: close,
  };
}
