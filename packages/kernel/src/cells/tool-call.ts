import { type ExecutionContext, type Json, messageOf, type ToolCallReply } from "@tinycodeagent/core";
import type { ConnectionView, Frame } from "../wire/index.ts";
import { readJson } from "./read-json.ts";

/** Hands a call made by code to the host, and its answer back. Calls run at once and may be answered in any order. */
export function answerToolCall(
  connection: ConnectionView,
  branch: string,
  frame: Frame,
  context: ExecutionContext,
  signal: AbortSignal,
): void {
  const { call, name, request } = frame.header;
  if (!isShortText(call) || !isShortText(name)) return;
  void replyTo(frame, call, name, context, signal)
    .then(encodeReply)
    .catch(error => encodeReply({ ok: false, error: { kind: "failed", message: messageOf(error) } }))
    .then(body => {
      // An answer to a cell that has ended is for nobody.
      if (!signal.aborted) connection.send({ type: "tool_result", branch, request, call }, body);
    });
}

async function replyTo(
  { body }: Frame,
  id: string,
  name: string,
  context: ExecutionContext,
  signal: AbortSignal,
): Promise<ToolCallReply> {
  if (body.length > maxInputBytes) {
    const message = `Expected at most ${maxInputBytes} bytes of input for "${name}", got ${body.length}. Pass less, or a path.`;
    return { ok: false, error: { kind: "invalid", message } };
  }
  const input = readJson(body);
  if (input === undefined) {
    return {
      ok: false,
      error: { kind: "invalid", message: `Expected JSON as the input of "${name}", got something else.` },
    };
  }
  return context.callTool({ id, name, input: input as Json, signal });
}

function encodeReply(reply: ToolCallReply): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(reply));
}

/** Above what any broker takes; to parse what is larger would hold up the host. */
const maxInputBytes = 2 * 1024 * 1024;

/** Characters of a call's id, and of a tool's name. */
const maxCharacters = 128;

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxCharacters;
}
