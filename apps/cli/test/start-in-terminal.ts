import { spawn } from "node:child_process";
import { once } from "node:events";

const main = new URL("../src/main.ts", import.meta.url).pathname;
const terminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/** The program in a terminal of its own. */
export interface InTerminal {
  /** All that the terminal shows, once the program ended, and its exit code. */
  readonly ended: Promise<{ readonly code: number | null; readonly screen: string }>;
  waitFor(text: string): Promise<void>;
  /** Presses keys, such as `\u0003` for Ctrl-C. */
  press(keys: string): void;
}

/** Starts the program in a pseudo-terminal, which Python's standard library opens. */
export function startInTerminal(args: readonly string[], env: Readonly<Record<string, string>>): InTerminal {
  const { PATH = "", HOME = "" } = process.env;
  const bare = { PATH, HOME, TERM: "xterm-256color", OLLAMA_HOST: "http://127.0.0.1:9" };
  const child = spawn("python3", ["-c", terminal, process.execPath, main, ...args], {
    env: { ...bare, ...env },
  });
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, screen }));
  return {
    ended,
    press: keys => child.stdin.write(keys),
    async waitFor(text) {
      while (!screen.includes(text)) {
        const isOver = await Promise.race([
          once(child.stdout, "data").then(() => false),
          ended.then(() => true),
        ]);
        if (isOver)
          throw new Error(`Expected ${JSON.stringify(text)} on the screen, got ${JSON.stringify(screen)}`);
      }
    },
  };
}
