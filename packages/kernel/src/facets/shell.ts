import {
  boundedText,
  CodeAgentError,
  type ExecutionLimits,
  type SessionShell,
  type ShellEvent,
  type ShellJob,
  type ShellOptions,
  type ShellResult,
} from "@tinycodeagent/core";
import { creditGiver } from "../cells/credit-giver.ts";
import { outputText } from "../cells/output-text.ts";
import { finite } from "../cells/wire-limits.ts";
import type { ConnectionView } from "../wire/index.ts";
import {
  callClerk,
  cancelCall,
  cancelOnAbort,
  graceMs,
  nextFrame,
  readReply,
  startCall,
} from "./clerk-call.ts";
import { answers } from "./shapes.ts";

/** The shell of a session, served by its clerk. */
export function kernelShell(connection: ConnectionView, limits: ExecutionLimits): SessionShell {
  return {
    stream: (command, options = {}) => streamCommand(connection, command, withDefaults(options, limits)),
    async run(command, options = {}) {
      return collect(
        streamCommand(connection, command, withDefaults(options, limits)),
        options.maxOutputBytes ?? limits.outputBytes,
      );
    },
    async start(command, options = {}) {
      const { signal: _, ...params } = withDefaults(options, limits);
      const answer = await callClerk(connection, { method: "shell_start", params: { ...params, command } });
      return shellJob(connection, answers.jobId(answer).id);
    },
  };
}

type CommandOptions = ShellOptions & { readonly timeoutMs: number; readonly maxOutputBytes: number };

function withDefaults(options: ShellOptions, limits: ExecutionLimits): CommandOptions {
  return {
    ...options,
    timeoutMs: finite(options.timeoutMs ?? limits.timeMs),
    maxOutputBytes: Math.floor(finite(options.maxOutputBytes ?? limits.outputBytes)),
  };
}

async function* streamCommand(
  connection: ConnectionView,
  command: string,
  { signal, ...params }: CommandOptions,
): AsyncGenerator<ShellEvent> {
  if (signal?.aborted)
    throw new CodeAgentError("ABORTED", "The command was aborted.", { cause: signal.reason });
  using request = startCall(connection, {
    method: "shell_run",
    params: { ...params, command },
    timeoutMs: 0,
  });
  using _ = cancelOnAbort(connection, request, signal);
  const credit = creditGiver(connection, undefined, request.id);
  const text = outputText();
  let hasEnded = false;
  try {
    while (true) {
      const frame = await nextFrame(request, { timeoutMs: params.timeoutMs + graceMs });
      const { type } = frame.header;
      if (type === "stdout" || type === "stderr") {
        yield* text.decode(type, frame.body);
        credit.give(frame);
        continue;
      }
      hasEnded = true;
      yield* text.flush();
      yield { ...answers.shellEnd(readReply(frame)), type: "end" };
      return;
    }
  } finally {
    if (!hasEnded) cancelCall(connection, request);
  }
}

async function collect(events: AsyncIterable<ShellEvent>, limit: number): Promise<ShellResult> {
  const output = { stdout: boundedText(limit), stderr: boundedText(limit) };
  for await (const event of events) {
    if (event.type !== "end") {
      output[event.type].append(event.text);
      continue;
    }
    const { stdout, stderr } = output;
    return {
      reason: event.reason,
      exitCode: event.exitCode,
      stdout: stdout.toString(),
      stderr: stderr.toString(),
      omittedBytes: stdout.omitted() + stderr.omitted(),
    };
  }
  throw new CodeAgentError("SESSION_LOST", "Expected the command to report its end. Open a new session.");
}

function shellJob(connection: ConnectionView, id: string): ShellJob {
  return {
    id,
    poll: async ({ signal } = {}) =>
      answers.jobOutput(await callClerk(connection, { method: "shell_poll", params: { id }, signal })),
    kill: async () => {
      await callClerk(connection, { method: "shell_kill", params: { id } });
    },
  };
}
