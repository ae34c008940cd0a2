import type { IncomingMessage } from "node:http";
import type { JsonObject } from "@tinycodeagent/core";
import { isObject } from "./is-object.ts";

/** The JSON object that a request carries; nothing when it carries something else. */
export async function readBody(request: IncomingMessage): Promise<JsonObject | undefined> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
