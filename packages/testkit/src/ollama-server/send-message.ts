import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Json, JsonObject } from "@tinycodeagent/core";
import { sendJson } from "./answer-facts.ts";
import type { WireReply } from "./wire-reply.ts";

/** Sends a reply of the model, as lines of JSON or, when the request says `stream: false`, whole. */
export async function sendMessage(response: ServerResponse, reply: WireReply, body: Json): Promise<void> {
  const { model, stream } = body as { model: string; stream?: boolean };
  if (stream === false) {
    sendWhole(response, reply, model);
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  for (const message of chunksOf(reply)) {
    if (reply.delayMs) await wait(reply.delayMs);
    if (response.destroyed) return;
    await writeLine(response, { ...head(model), message, done: false }, reply.writeBytes);
  }
  await end(response, reply, model);
}

function sendWhole(response: ServerResponse, reply: WireReply, model: string): void {
  const { ending = "done" } = reply;
  if (ending === "cut") response.destroy();
  else if (typeof ending === "object") sendJson(response, 500, ending);
  else if (ending !== "hang") sendJson(response, 200, wholeOf(reply, model));
}

function wholeOf(reply: WireReply, model: string): JsonObject {
  const message = {
    role: "assistant",
    content: reply.text ?? "",
    ...(reply.thinking && { thinking: reply.thinking }),
    ...(reply.calls.length && { tool_calls: wireCalls(reply) }),
  };
  return { ...head(model), message, ...tail(reply) };
}

function chunksOf(reply: WireReply): JsonObject[] {
  const chars = reply.chunkChars ?? 8;
  const empty = { role: "assistant", content: "" };
  return [
    ...pieces(reply.thinking ?? "", chars).map(thinking => ({ ...empty, thinking })),
    ...pieces(reply.text ?? "", chars).map(content => ({ ...empty, content })),
    ...wireCalls(reply).map(call => ({ ...empty, tool_calls: [call] })),
  ];
}

function pieces(text: string, size: number): string[] {
  const characters = [...text];
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(""),
  );
}

function wireCalls(reply: WireReply): JsonObject[] {
  return reply.calls.map((call, index) => ({ function: { index, ...call } }));
}

async function end(response: ServerResponse, reply: WireReply, model: string): Promise<void> {
  const { ending = "done" } = reply;
  if (ending === "hang") return;
  if (ending === "cut") {
    response.destroy();
    return;
  }
  if (typeof ending === "object") response.write(`${JSON.stringify(ending)}\n`);
  if (ending === "done") {
    const message = { role: "assistant", content: "" };
    await writeLine(response, { ...head(model), message, ...tail(reply) }, reply.writeBytes);
  }
  response.end();
}

async function writeLine(response: ServerResponse, line: JsonObject, writeBytes?: number): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  const size = writeBytes ?? bytes.length;
  for (let start = 0; start < bytes.length; start += size) {
    await new Promise(resolve => response.write(bytes.subarray(start, start + size), resolve));
    if (writeBytes) await wait(1);
  }
}

function head(model: string): JsonObject {
  return { model, created_at: new Date().toISOString() };
}

function tail(reply: WireReply): JsonObject {
  return {
    done: true,
    done_reason: reply.doneReason ?? "stop",
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: reply.inputTokens ?? 0,
    prompt_eval_duration: 1_000_000,
    eval_count: reply.outputTokens ?? 0,
    eval_duration: 3_000_000,
  };
}
