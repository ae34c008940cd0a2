import type { Json } from "../contract/json.ts";
import type { ToolCallReply, ToolFailureKind } from "../contract/tool-call.ts";
import { messageOf } from "../errors/code-agent-error.ts";
import { jsonProblem } from "../json/check-json.ts";
import type { Tool } from "../tools/tool.ts";
import type { Broker, BrokerCall, BrokerOptions, BrokerVerdict } from "./broker.ts";
import { raceAbort } from "./race-abort.ts";
import { toolsByName } from "./tools-by-name.ts";

/** Bytes of JSON that a tool takes. */
export const maxToolInputBytes: number = 1024 * 1024;
/** Bytes of JSON that a tool returns. */
export const maxToolResultBytes: number = 8 * 1024 * 1024;

/** A wait that could not last so long is not begun. */
const minWaitMs = 1_000;
const maxTimerMs = 2 ** 31 - 1;

/**
 * Makes a broker.
 * @throws CodeAgentError `TOOL_DUPLICATE`
 */
export function createBroker(options: BrokerOptions): Broker {
  const tools = toolsByName(options.tools);
  const seen = new Set<string>();
  return {
    signatures: source => options.tools.filter(tool => mayUse(tool, source)).map(tool => tool.signature),
    async call(call) {
      const key = `${call.source}:${call.id}`;
      if (seen.has(key))
        return failure("invalid", `The call id "${call.id}" was used before; the tool was not run again.`);
      seen.add(key);
      const reply = await answerObserved(tools, call, options).catch((error: unknown) =>
        failure(call.signal.aborted ? "cancelled" : "failed", messageOf(error)),
      );
      // The call has its answer: an observer that fails cannot change it.
      await (async () => options.onEnd?.(call, reply))().catch(() => {});
      return reply;
    },
  };
}

async function answerObserved(
  tools: ReadonlyMap<string, Tool>,
  call: BrokerCall,
  options: BrokerOptions,
): Promise<ToolCallReply> {
  await options.onStart?.(withOwnInput(call));
  return answer(tools, call, options);
}

async function answer(
  tools: ReadonlyMap<string, Tool>,
  call: BrokerCall,
  options: BrokerOptions,
): Promise<ToolCallReply> {
  const tool = tools.get(call.name);
  if (!tool || !mayUse(tool, call.source)) return unknownTool(tools, call);
  if (call.signal.aborted) return cancelled(call);
  if ((call.leftMs ?? Number.POSITIVE_INFINITY) < (tool.timeoutMs ?? minWaitMs)) return tooLate(tool, call);
  const size = jsonBytes(call.input);
  if (size > maxToolInputBytes) {
    return failure(
      "invalid",
      `Expected at most ${maxToolInputBytes} bytes of input for "${call.name}", got ${size}. Pass less, or a path.`,
    );
  }
  const parsed = await tool.parseInput(call.input);
  if (!parsed.ok) return failure("invalid", `Invalid input for "${call.name}": ${parsed.message}.`);
  const verdict = await decide(tool, call, options);
  if (verdict.kind === "deny") return failure("denied", verdict.reason);
  if (verdict.kind === "replace") return checkedJson(call.name, verdict.result);
  const input = options.decide ? await tool.parseInput(verdict.input) : parsed;
  if (!input.ok)
    return failure(
      "denied",
      `A hook changed the input of "${call.name}" into an invalid one: ${input.message}.`,
    );
  if (call.signal.aborted) return cancelled(call);
  return execute(tool, call, input.value);
}

// Whoever looks at a call gets a copy of its input: editing it in place changes nothing that was checked.
function withOwnInput(call: BrokerCall): BrokerCall {
  return { ...call, input: structuredClone(call.input) };
}

// A decider that fails has not allowed anything.
async function decide(tool: Tool, call: BrokerCall, options: BrokerOptions): Promise<BrokerVerdict> {
  if (!options.decide) return { kind: "run", input: call.input };
  const validate = async (input: Json) => {
    const parsed = await tool.parseInput(input);
    return parsed.ok ? ({ ok: true } as const) : parsed;
  };
  try {
    return await raceAbort(options.decide(withOwnInput(call), validate), call.signal);
  } catch (error) {
    if (call.signal.aborted) throw error;
    return { kind: "deny", reason: `Deciding on "${call.name}" failed: ${messageOf(error)}.` };
  }
}

async function execute(tool: Tool, call: BrokerCall, input: unknown): Promise<ToolCallReply> {
  const controller = new AbortController();
  const stop = () => controller.abort(call.signal.reason);
  call.signal.addEventListener("abort", stop, { once: true });
  const late = () => controller.abort(new Error(`no answer within ${tool.timeoutMs} ms`));
  // A longer delay than a timer can hold would fire at once.
  const timer = (tool.timeoutMs ?? maxTimerMs) < maxTimerMs ? setTimeout(late, tool.timeoutMs) : undefined;
  try {
    const context = { callId: call.id, source: call.source, signal: controller.signal };
    const value = await raceAbort(tool.execute(input, context), controller.signal);
    return await checkedValue(tool, call, value);
  } catch (error) {
    if (call.signal.aborted) return cancelled(call);
    return failure("failed", messageOf(error) || "The tool failed without a message.");
  } finally {
    clearTimeout(timer);
    call.signal.removeEventListener("abort", stop);
  }
}

async function checkedValue(tool: Tool, call: BrokerCall, value: unknown): Promise<ToolCallReply> {
  const parsed = await tool.parseOutput(value);
  if (!parsed.ok)
    return failure(
      "failed",
      `"${call.name}" returned a value that is not of its output schema: ${parsed.message}.`,
    );
  return checkedJson(call.name, parsed.value);
}

function checkedJson(name: string, value: unknown): ToolCallReply {
  const problem = value === undefined ? undefined : jsonProblem(value, "value");
  if (problem) return failure("failed", `"${name}" returned a value that is not JSON: ${problem}.`);
  // A copy: what the tool does to its value later changes nothing.
  const json = JSON.parse(JSON.stringify(value ?? null)) as Json;
  const size = jsonBytes(json);
  if (size <= maxToolResultBytes) return { ok: true, value: json };
  return failure(
    "failed",
    `Expected at most ${maxToolResultBytes} bytes from "${name}", got ${size}. Return less, or write a file.`,
  );
}

function jsonBytes(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}

function mayUse(tool: Tool, source: "model" | "code"): boolean {
  return tool.from === "both" || tool.from === source;
}

function unknownTool(tools: ReadonlyMap<string, Tool>, call: BrokerCall): ToolCallReply {
  const names = [...tools.values()]
    .filter(tool => mayUse(tool, call.source))
    .map(tool => tool.signature.name);
  const known = names.length ? `Tools are: ${names.join(", ")}.` : "There are no tools.";
  return failure("invalid", `There is no tool "${call.name}" that ${call.source} can call. ${known}`);
}

function tooLate({ timeoutMs = minWaitMs }: Tool, { name, leftMs = 0 }: BrokerCall): ToolCallReply {
  const left = Math.max(0, Math.floor(leftMs));
  return failure(
    "failed",
    `Expected ${timeoutMs} ms to wait for "${name}", but the cell ends in ${left} ms. It was not called.`,
  );
}

function cancelled(call: BrokerCall): ToolCallReply {
  return failure(
    "cancelled",
    `The call of "${call.name}" was cancelled: ${messageOf(call.signal.reason ?? "aborted")}.`,
  );
}

function failure(kind: ToolFailureKind, message: string): ToolCallReply {
  return { ok: false, error: { kind, message } };
}
