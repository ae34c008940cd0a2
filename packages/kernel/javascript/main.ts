import { openChannel } from "./channel.ts";
import { makeDisplay } from "./display.ts";
import { endCell, evaluate, forgetCell, type Outcome } from "./evaluate.ts";
import { type CellText, describeException, describeInterrupt } from "./exception.ts";
import { keepAlive } from "./exit.ts";
import { guarded } from "./guard.ts";
import { importName, rewriteImports } from "./imports.ts";
import { writeAtOnce } from "./output.ts";
import { openTools, ToolError, type ToolSignature } from "./tools.ts";
import { describeValue } from "./value.ts";
import type { Header } from "./wire.ts";

/** Node's own `import`, given by whoever started this program: it knows the working directory. */
declare const load: (name: string, options?: object) => Promise<unknown>;

const channel = openChannel(3, receive);
const tools = openTools(channel);
let cells = 0;

// Below the user's frames stand the kernel's; with Node's ten there would be no room for those that await.
Error.stackTraceLimit = 30;
writeAtOnce();
keepAlive();
defineHidden({ [importName]: load, display: makeDisplay(channel), ToolError });

function receive({ type, request, call }: Header, body: Buffer): void {
  if (type === "open")
    for (const tool of JSON.parse(body.toString()).tools as ToolSignature[]) tools.define(tool);
  else if (type === "tool_result" && !tools.deliver(call, body)) endCell({ kind: "interrupted" });
  else if (type === "execute") void execute(request, body.toString());
}

async function execute(request: unknown, code: string): Promise<void> {
  channel.request = request;
  const number = ++cells;
  const outcome = await evaluate(rewriteImports(code), `<cell_${number}>`);
  forgetCell();
  const done = report(outcome, { number, code });
  channel.send({ type: "done", ...done });
  channel.request = null;
  tools.cancel();
}

/** Tells what a cell came to, and returns how it ended. */
function report(outcome: Outcome, cell: CellText): { readonly reason: string; readonly exitCode?: number } {
  if (outcome.kind === "exit") return { reason: "exit", exitCode: outcome.exitCode };
  if (outcome.kind === "value") {
    const { value } = outcome;
    const failed = value === undefined ? undefined : send("result", () => describeValue(value));
    return failed ? report(failed, cell) : { reason: "completed" };
  }
  const failed =
    outcome.kind === "thrown" &&
    send("exception", () => describeException(outcome.value, cell, outcome.line));
  if (failed !== undefined) channel.send({ type: "exception" }, describeInterrupt());
  return { reason: "exception" };
}

/** Sends what is made of a value. Making it may run the user's code: returns how that ended when it did not come to its end. */
function send(type: string, describe: () => Buffer): Outcome | undefined {
  let body: Buffer | undefined;
  try {
    guarded(() => {
      body = describe();
    });
  } catch (error) {
    return { kind: "thrown", value: error };
  }
  if (!body) return { kind: "interrupted" };
  channel.send({ type }, body);
  return undefined;
}

function defineHidden(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
