import { createHook } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { always } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";

/** 1: making a provider costs nothing. */
export const factoryDoesNoIo: Law = defineLaw({
  number: 1,
  title: "making a provider reads nothing, starts nothing and does not wait",
  applies: always,
  async check({ factory }) {
    // The first call may load modules.
    holds(!(factory() instanceof Promise), "a provider", "a promise");
    same(startedBy(factory), [], "what the factory starts");
    const reads = [0, 1, 2, 3, 4].map(() => readsDuring(factory) - readsDuring(() => {}));
    // Other threads of this process read too, but not every time.
    holds(Math.min(...reads) <= 0, "a factory that reads nothing", `${Math.min(...reads)} reads`);
  },
});

function startedBy(work: () => unknown): readonly string[] {
  const started: string[] = [];
  const hook = createHook({
    init(_, type) {
      if (type !== "PROMISE" && type !== "TickObject") started.push(type);
    },
  });
  hook.enable();
  try {
    work();
  } finally {
    hook.disable();
  }
  return started;
}

function readsDuring(work: () => unknown): number {
  const before = systemReads();
  work();
  return systemReads() - before;
}

function systemReads(): number {
  try {
    return Number(/syscr: (\d+)/.exec(readFileSync("/proc/self/io", "latin1"))?.[1]);
  } catch {
    return 0;
  }
}
