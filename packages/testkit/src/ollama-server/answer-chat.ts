import type { ServerResponse } from "node:http";
import { messageOf } from "@tinycodeagent/core";
import { sendJson } from "./answer-facts.ts";
import { checkChat } from "./check-chat.ts";
import type { Replies } from "./replies.ts";
import type { OllamaScriptedReply, OllamaStatusReply } from "./script.ts";
import { sendMessage } from "./send-message.ts";
import type { OllamaServerModel, OllamaServerRequest } from "./server.ts";
import { type WireReply, wireReply } from "./wire-reply.ts";

/** One chat request and what is needed to answer it. */
export interface ChatExchange {
  readonly response: ServerResponse;
  readonly models: readonly OllamaServerModel[];
  readonly received: OllamaServerRequest;
  readonly text: string;
  readonly replies: Replies;
  readonly warnings: string[];
}

/** `POST /api/chat` */
export async function answerChat(exchange: ChatExchange): Promise<void> {
  const { response, received, replies, warnings } = exchange;
  const check = checkChat(received.body, exchange.models);
  warnings.push(...check.warnings);
  if (check.refusal) {
    sendJson(response, check.refusal.status, { error: check.refusal.error });
    return;
  }
  const reply = nextReply(replies, received);
  await sendReply(exchange, typeof reply === "string" ? { text: reply } : reply);
}

// What a script lacks does not come by asking again: the status is one that clients do not retry.
function nextReply(replies: Replies, received: OllamaServerRequest): OllamaScriptedReply {
  try {
    return replies.next(received) ?? refusal("the script of this test server is used up: add a reply");
  } catch (error) {
    return refusal(messageOf(error));
  }
}

function refusal(error: string): OllamaStatusReply {
  return { kind: "status", status: 400, error };
}

async function sendReply(
  { response, received, text }: ChatExchange,
  reply: Exclude<OllamaScriptedReply, string>,
): Promise<void> {
  switch (reply.kind) {
    case "hang":
      break;
    case "cut":
      response.destroy();
      break;
    case "raw":
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      response.end(reply.lines.map(line => `${line}\n`).join(""));
      break;
    case "status":
      response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
      response.end(reply.error === undefined ? "" : JSON.stringify({ error: reply.error }));
      break;
    default:
      await sendMessage(response, withCounts(wireReply(reply), text), received.body);
  }
}

function withCounts(reply: WireReply, requestText: string): WireReply {
  const sent = `${reply.thinking ?? ""}${reply.text ?? ""}${JSON.stringify(reply.calls)}`;
  return {
    inputTokens: Math.ceil(requestText.length / 4),
    outputTokens: Math.ceil(sent.length / 4),
    ...reply,
  };
}
