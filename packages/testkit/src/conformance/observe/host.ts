import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Descriptors that this process has open, or nothing where the machine does not tell. */
export async function openDescriptors(): Promise<number | undefined> {
  return readdir("/proc/self/fd").then(
    names => names.length,
    () => undefined,
  );
}

/** Bytes that this process holds: objects and buffers, after what is garbage was made to leave. */
export function memoryBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Bytes that this process holds more than before. What is garbage may take a while to leave: waits up to two seconds for the
 * growth to fall below the limit.
 */
export async function grownBytes(before: number, limit: number): Promise<number> {
  const deadline = performance.now() + 2_000;
  while (true) {
    const grown = memoryBytes() - before;
    if (grown < limit || performance.now() > deadline) return grown;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

// Without this, what is measured is how lazy the collector is today.
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}

/** A folder of this machine that is gone after it was used. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "tinycodeagent-law-")));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Sets an environment variable of this process until it is disposed. */
export function hostVariable(name: string, value: string): Disposable {
  const before = process.env[name];
  process.env[name] = value;
  return {
    [Symbol.dispose]() {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    },
  };
}
