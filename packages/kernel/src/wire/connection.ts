import { CodeAgentError, messageOf, type ProcessExit, type SandboxProcess } from "@tinycodeagent/core";
import { frameDecoder } from "./decoder.ts";
import type { Frame } from "./frame.ts";
import { readTail } from "./read-tail.ts";
import { type Router, router } from "./router.ts";
import { type SendQueue, sendQueue } from "./send-queue.ts";
import { settledWithin } from "./settled-within.ts";

/** The host's end of the wire. */
export interface Connection
  extends Pick<SendQueue, "send" | "sendData">,
    Pick<Router, "request" | "greeting"> {
  /** Settles when the kernel is gone. */
  readonly ended: Promise<void>;
  /** Says goodbye and waits a while for the kernel to clean up; then ends it. */
  close(): Promise<void>;
}

/** Milliseconds that the kernel has to end what it started. */
const closeMs = 5_000;

/** Milliseconds that a kernel which refuses input, or is gone, has to show why. */
const refusalMs = 1_000;

/** Speaks to the kernel in a process. */
export function connect(process: SandboxProcess): Connection {
  const { receive, fail, request, greeting } = router();
  const stderr = readTail(process.stderr);
  // A launcher's promise is not trusted never to reject.
  const exited = process.exited.catch((error: unknown): ProcessExit => ({ signal: messageOf(error) }));
  const kill = () =>
    settledWithin(
      process.kill().catch(() => {}),
      closeMs,
    );
  const lose = (how: string) => fail(lostError(how, stderr.text()));
  // A kernel that is gone refuses what is written; how it went says more.
  const queue = sendQueue(process.stdin, error => {
    void settledWithin(ended, refusalMs).then(() => lose(messageOf(error)));
  });
  const ended: Promise<void> = readFrames(process.stdout, receive).then(
    async () => {
      // What it started may hold its stderr open, and for ever.
      await settledWithin(Promise.all([stderr.ended, exited]), refusalMs);
      const exit = await Promise.race([exited, Promise.resolve(undefined)]);
      lose(exit ? exitText(exit) : "it closed its output");
      await kill();
    },
    error => {
      lose(`it sent ${messageOf(error)}`);
      return kill();
    },
  );
  return {
    ...queue,
    request,
    greeting,
    ended,
    async close() {
      queue.send({ type: "close" });
      fail(sessionClosed());
      await settledWithin(exited, closeMs);
      await kill();
      await settledWithin(queue.close(), refusalMs);
    },
  };
}

async function readFrames(
  stream: ReadableStream<Uint8Array>,
  receive: (frame: Frame) => void,
): Promise<void> {
  const decode = frameDecoder();
  for await (const chunk of stream) {
    for (const frame of decode(chunk)) receive(frame);
  }
}

/** The error of everything that is asked of a closed session. */
export function sessionClosed(): CodeAgentError {
  return new CodeAgentError(
    "SESSION_CLOSED",
    "Expected an open session, but this one is closed. Open a new one.",
  );
}

function exitText({ exitCode, signal }: ProcessExit): string {
  return signal ? `it was ended by ${signal}` : `it exited with code ${exitCode}`;
}

function lostError(how: string, stderr: string): CodeAgentError {
  const said = stderr.trim();
  return new CodeAgentError(
    "SESSION_LOST",
    `Expected the kernel to go on, but ${how}. Open a new session.${said ? ` It said: ${said}` : ""}`,
    { details: { stderr: said } },
  );
}
