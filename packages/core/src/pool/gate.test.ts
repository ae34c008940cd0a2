import { expect, it } from "vitest";
import { createGate } from "./gate.ts";

it("a place that was left twice is free once", async () => {
  const gate = createGate(1);
  const first = await gate.enter("asked", undefined);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  await gate.enter("asked", undefined);
  const waits = gate.enter("asked", AbortSignal.timeout(20));
  await expect(waits).rejects.toMatchObject({ name: "TimeoutError" });
});

it("who does not wait any more gets no place, and the next one gets it", async () => {
  const gate = createGate(1);
  const first = await gate.enter("asked", undefined);
  const controller = new AbortController();
  const left = gate.enter("asked", controller.signal);
  const stays = gate.enter("asked", undefined);
  controller.abort("left");
  await expect(left).rejects.toBe("left");
  first[Symbol.dispose]();
  await stays;
});
