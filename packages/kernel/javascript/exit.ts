import { endCell } from "./evaluate.ts";
import { textOfThrown } from "./exception.ts";

/** What `process.exit` throws, so that the code after it does not run. */
class Exit extends Error {
  override readonly name = "Exit";
}

/** Makes `process.exit` end the cell, and lets errors that nobody caught be seen instead of ending the process. */
export function keepAlive(): void {
  process.exit = code => {
    const exitCode = Number(code ?? process.exitCode ?? 0);
    process.exitCode = undefined;
    endCell({ kind: "exit", exitCode: Number.isInteger(exitCode) ? exitCode : 1 });
    throw new Exit("process.exit() was called");
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  process.on("SIGINT", () => endCell({ kind: "interrupted" }));
}

function report(error: unknown): void {
  if (error instanceof Exit) return;
  process.stderr.write(`${textOfThrown(error)}
`);
}
