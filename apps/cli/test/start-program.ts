import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

const main = new URL("../src/main.ts", import.meta.url).pathname;

/** How the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program while it runs. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** Settles once stdout holds the text. Rejects when the program ends without it. */
  waitFor(text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Stops reading its stdout. */
  leave(): void;
}

/** Options of {@link startProgram}. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Starts the real program, in an environment where no model service is. */
export function startProgram(args: readonly string[], { env, input = "" }: StartOptions = {}): Started {
  const child = spawn(process.execPath, [main, ...args], { env: { ...bareEnvironment(), ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {}).end(input);
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return {
    ended,
    signal: name => child.kill(name),
    leave: () => child.stdout.destroy(),
    async waitFor(text) {
      while (!stdout.includes(text)) {
        const isOver = await Promise.race([
          once(child.stdout, "data").then(() => false),
          ended.then(() => true),
        ]);
        if (isOver && !stdout.includes(text)) {
          throw new Error(
            `Expected ${JSON.stringify(text)} on stdout, got ${JSON.stringify({ stdout, stderr })}`,
          );
        }
      }
    },
  };
}

/** Runs the program to its end. */
export function runProgram(args: readonly string[], options?: StartOptions): Promise<Ended> {
  return startProgram(args, options).ended;
}

/** A port of the loopback on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function bareEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, OLLAMA_HOST: "http://127.0.0.1:9" };
}
