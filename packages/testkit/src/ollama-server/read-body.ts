import type { IncomingMessage } from "node:http";
import type { Json } from "@tinycodeagent/core";
import { duplicateKey } from "./duplicate-key.ts";

/** A request's body, and what is wrong with it. */
export interface ReceivedBody {
  readonly text: string;
  readonly body: Json;
  readonly problem?: string;
}

/** Reads a body; it must be JSON without a key that stands twice in one object. */
export async function readBody(request: IncomingMessage): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") {
    return request.method === "POST"
      ? { text, body: null, problem: "missing request body" }
      : { text, body: null };
  }
  try {
    const body = JSON.parse(text) as Json;
    const twice = duplicateKey(text);
    return twice === undefined ? { text, body } : { text, body, problem: `duplicate field "${twice}"` };
  } catch (error) {
    return { text, body: null, problem: `invalid JSON: ${(error as Error).message}` };
  }
}
