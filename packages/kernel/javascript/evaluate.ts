import { Session } from "node:inspector";
import { guarded, outsideGuard } from "./guard.ts";

/** How a cell came to its end. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "thrown"; readonly value: unknown; readonly line?: number }
  | { readonly kind: "exit"; readonly exitCode: number }
  | { readonly kind: "interrupted" };

/** What the inspector says of a value: a primitive itself, or the name of an object. */
interface Remote {
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly objectId?: string;
}

interface Answer {
  readonly result: Remote;
  readonly exceptionDetails?: { readonly exception?: Remote; readonly lineNumber: number };
}

const objectGroup = "cell";
const held = { value: undefined as unknown };
const session = new Session();
session.connect();
const holder = openHolder();

let settle: ((outcome: Outcome) => void) | undefined;

/**
 * Runs a cell as the consoles of browsers do: top-level `await`, and declarations that stay and may be made again. V8's
 * inspector is what implements that.
 */
export function evaluate(source: string, url: string): Promise<Outcome> {
  const { promise, own } = openOutcome();
  settle = own;
  const expression = `${source}\n//# sourceURL=${url}`;
  const asked = { expression, replMode: true, awaitPromise: true, objectGroup };
  const ended = guarded(() =>
    post("Runtime.evaluate", asked, answer => own(answer ? outcomeOf(answer) : { kind: "interrupted" })),
  );
  if (!ended) own({ kind: "interrupted" });
  return promise;
}

function openOutcome(): { readonly promise: Promise<Outcome>; readonly own: (outcome: Outcome) => void } {
  let resolve: (outcome: Outcome) => void = () => {};
  const promise = new Promise<Outcome>(given => {
    resolve = given;
  });
  return { promise, own: outcome => outsideGuard(() => resolve(outcome)) };
}

/** Ends the running cell from outside; what it had begun is not waited for. */
export function endCell(outcome: Outcome): void {
  settle?.(outcome);
}

/** After a cell: nothing ends it any more, and the inspector holds nothing of it. */
export function forgetCell(): void {
  settle = undefined;
  post("Runtime.releaseObjectGroup", { objectGroup }, () => {});
  post("Runtime.discardConsoleEntries", {}, () => {});
}

function outcomeOf({ result, exceptionDetails }: Answer): Outcome {
  if (!exceptionDetails) return { kind: "value", value: take(result) };
  const line = exceptionDetails.lineNumber + 1;
  return { kind: "thrown", value: take(exceptionDetails.exception ?? {}), line };
}

function post(method: string, parameters: object, take: (answer: Answer | undefined) => void): void {
  session.post(method, parameters, (error, answer) => take(error ? undefined : (answer as Answer)));
}

// A function that is handed the value itself: the inspector speaks of values, it does not give them.
function openHolder(): string {
  const name = "tinycodeagent.held";
  const hold = (value: unknown) => {
    held.value = value;
  };
  Object.defineProperty(globalThis, name, { value: hold, configurable: true });
  let objectId = "";
  post("Runtime.evaluate", { expression: `globalThis[${JSON.stringify(name)}]` }, answer => {
    objectId = answer?.result.objectId ?? "";
  });
  Reflect.deleteProperty(globalThis, name);
  return objectId;
}

function take({ objectId, unserializableValue, value }: Remote): unknown {
  const argument = objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value };
  const asked = {
    objectId: holder,
    functionDeclaration: "function (value) { this(value); }",
    arguments: [argument],
  };
  held.value = undefined;
  post("Runtime.callFunctionOn", asked, () => {});
  const taken = held.value;
  held.value = undefined;
  return taken;
}
