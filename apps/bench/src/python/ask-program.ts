import { execa } from "execa";

/** A program that answers each line with a line. */
export interface LineProgram extends AsyncDisposable {
  /** Sends a line and waits for the answer. One at a time. @throws when the program has ended */
  ask(line: string): Promise<string>;
}

/** Starts such a program. Nothing stands between the pipe and whoever asks: its time is a floor. */
export function startLineProgram(file: string, args: readonly string[]): LineProgram {
  const child = execa(file, args, { buffer: false, reject: false, stdin: "pipe", stderr: "inherit" });
  let received = "";
  let answered: (line: string) => void = () => {};
  let failed: (error: Error) => void = () => {};
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (piece: string) => {
    received += piece;
    if (!received.endsWith("\n")) return;
    const line = received.slice(0, -1);
    received = "";
    answered(line);
  });
  child.stdout.on("end", () => failed(new Error(`Expected ${args.join(" ")} to answer, but it ended.`)));
  return {
    ask(line) {
      return new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        child.stdin.write(`${line}\n`);
      });
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await child;
    },
  };
}
