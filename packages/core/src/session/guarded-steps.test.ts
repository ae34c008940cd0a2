import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { guardedSteps } from "./guarded-steps.ts";

async function* objects(count: number): AsyncGenerator<object> {
  for (let index = 0; index < count; index++) yield { index };
}

it("steps through an iterator to its end", async () => {
  const steps = guardedSteps(objects(2));
  expect(await steps.next()).toEqual({ done: false, value: { index: 0 } });
  expect(await steps.next()).toEqual({ done: false, value: { index: 1 } });
  expect(await steps.next()).toEqual({ done: true, value: undefined });
});

it("throws what the iterator throws", async () => {
  const failing = { next: () => Promise.reject(new Error("broken")) };
  await expect(guardedSteps(failing).next()).rejects.toThrow("broken");
});

it("ends a step that waits for ever", async () => {
  const steps = guardedSteps({ next: () => new Promise<never>(() => {}) });
  const waiting = steps.next();
  steps.giveUp(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

it("throws in the next step when it was given up between two", async () => {
  const steps = guardedSteps(objects(9));
  await steps.next();
  steps.giveUp(new Error("enough"));
  await expect(steps.next()).rejects.toThrow("enough");
});

it("keeps no value that it has handed out", async () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  const steps = guardedSteps(objects(9));
  const first = new WeakRef((await steps.next()).value);
  await steps.next();
  await new Promise(resolve => setTimeout(resolve));
  if (typeof collect === "function") collect();
  expect(first.deref()).toBeUndefined();
});
