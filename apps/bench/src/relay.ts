import { createInterface } from "node:readline";
import { execa } from "execa";

const echo =
  "import sys\nfor line in sys.stdin.buffer:\n    sys.stdout.buffer.write(line)\n    sys.stdout.buffer.flush()";
const relay = [
  "import subprocess, sys",
  `child = subprocess.Popen([sys.executable, '-I', '-S', '-u', '-c', ${JSON.stringify(echo)}], stdin=subprocess.PIPE, stdout=subprocess.PIPE)`,
  "for line in sys.stdin.buffer:",
  "    child.stdin.write(line)",
  "    child.stdin.flush()",
  "    sys.stdout.buffer.write(child.stdout.readline())",
  "    sys.stdout.buffer.flush()",
].join("\n");

/** A bare Python that relays lines through a second one: the floor of a cell's way. */
export interface Relay extends AsyncDisposable {
  /** Sends a line and waits until it is back. */
  roundTrip(): Promise<void>;
}

/** Starts a relay. */
export async function openRelay(python: string): Promise<Relay> {
  const child = execa(python, ["-I", "-S", "-u", "-c", relay], {
    buffer: false,
    reject: false,
    stdin: "pipe",
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async roundTrip() {
      child.stdin.write("x = 1\n");
      await lines.next();
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await child;
    },
  };
}
