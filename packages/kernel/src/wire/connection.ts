import { CodeAgentError, messageOf, type ProcessExit, type SandboxProcess } from "@tinycodeagent/core";
import { assembler } from "./assembler.ts";
import { frameDecoder } from "./decoder.ts";
import type { Frame } from "./frame.ts";
import { type Inbox, inbox } from "./inbox.ts";
import { readTail } from "./read-tail.ts";
import { type SendQueue, sendQueue } from "./send-queue.ts";

/** A request in flight: its id, and the frames that answer it. */
export interface Request extends Disposable {
  readonly id: string;
  readonly inbox: Inbox;
}

/** The host's end of the wire. */
export interface Connection extends Pick<SendQueue, "send" | "sendData"> {
  /** Reserves an id; frames that name it go to its inbox until it is disposed. */
  request(): Request;
  /** Frames that name no request. */
  readonly general: Inbox;
  /** Settles when the kernel is gone. */
  readonly ended: Promise<void>;
  /** Says goodbye and waits a while for the kernel to clean up; then ends it. */
  close(): Promise<void>;
}

/** Milliseconds that the kernel has to end what it started. */
const closeMs = 5_000;

/** Speaks to the kernel in a process. */
export function connect(process: SandboxProcess): Connection {
  const requests = new Map<string, Inbox>();
  const assemble = assembler();
  const general = inbox();
  const stderr = readTail(process.stderr);
  // A launcher's promise is not trusted never to reject.
  const exited = process.exited.catch((error: unknown): ProcessExit => ({ signal: messageOf(error) }));
  let lost: CodeAgentError | undefined;
  let isClosing = false;
  let count = 0;

  function lose(how: string): void {
    lost ??= isClosing ? sessionClosed() : lostError(how, stderr.text());
    for (const waiting of [general, ...requests.values()]) waiting.fail(lost);
  }

  function receive(frame: Frame): void {
    const { request, type } = frame.header;
    // Parts of what nobody waits for are kept by nobody.
    if (type === "part" && !requests.has(String(request))) return;
    const whole = assemble.add(frame);
    if (whole) route(whole);
  }

  function route(frame: Frame): void {
    const { request, type, message } = frame.header;
    if (type === "fatal") lose(`it refused a frame: ${String(message)}`);
    else if (request === undefined) general.deliver(frame);
    else requests.get(String(request))?.deliver(frame);
  }

  const queue = sendQueue(process.stdin, error => lose(messageOf(error)));
  const ended = readFrames(process.stdout, receive).then(
    async () => {
      await stderr.ended;
      lose(exitText(await exited));
    },
    error => {
      lose(`it sent ${messageOf(error)}`);
      return process.kill();
    },
  );

  return {
    ...queue,
    general,
    ended,
    request() {
      const id = String(++count);
      const waiting = inbox();
      const failure = isClosing ? sessionClosed() : lost;
      if (failure) waiting.fail(failure);
      requests.set(id, waiting);
      const dispose = () => {
        requests.delete(id);
        assemble.forget(id);
      };
      return { id, inbox: waiting, [Symbol.dispose]: dispose };
    },
    async close() {
      isClosing = true;
      queue.send({ type: "close" });
      await settledWithin(exited, closeMs);
      await process.kill();
      await queue.close();
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

function exitText({ exitCode, signal }: { readonly exitCode?: number; readonly signal?: string }): string {
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

async function settledWithin(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
