import { Script } from "node:vm";

const key = "tinycodeagent.guarded";
const script = new Script(`globalThis[Symbol.for("${key}")]()`, {
  filename: "tinycodeagent_kernel/javascript",
});
const run = { guarded: () => {} };
const waiting: (() => void)[] = [];
let isGuarded = false;

Object.defineProperty(globalThis, Symbol.for(key), { value: () => run.guarded() });

/** Node's own way to run what is waiting for promises; without it, only what runs at once can be interrupted. */
const runMicrotasks = (process as { _tickCallback?: () => void })._tickCallback;

/** Runs code, and what it sets off at once, so that an interrupt ends it. Returns whether it came to its end. */
export function guarded(code: () => void): boolean {
  run.guarded = () => {
    code();
    runMicrotasks?.call(process);
  };
  isGuarded = true;
  try {
    script.runInThisContext({ breakOnSigint: true, displayErrors: false });
    return true;
  } catch (error) {
    if (isInterrupt(error)) return false;
    throw error;
  } finally {
    isGuarded = false;
    for (const late of waiting.splice(0)) late();
  }
}

/** Runs the kernel's own code where no interrupt can cut it in two: now, or after the guarded code. */
export function outsideGuard(code: () => void): void {
  if (isGuarded) waiting.push(code);
  else code();
}

function isInterrupt(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
