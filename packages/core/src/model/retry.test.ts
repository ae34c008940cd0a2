import { expect, it } from "vitest";
import { CodeAgentError, messageOf } from "../errors/index.ts";
import type { ModelEvent } from "./chat-model.ts";
import { type RetryOptions, withRetries } from "./retry.ts";
import { noUsage } from "./usage.ts";

const finish: ModelEvent = {
  type: "finish",
  message: { role: "assistant", content: [] },
  usage: { ...noUsage, requests: 1 },
  finishReason: "stop",
};

const busy = new CodeAgentError("MODEL_FAILED", "busy");

/** Runs with attempts that throw `failures` in order and then succeed. */
async function run(failures: readonly unknown[], options: Partial<RetryOptions> = {}) {
  const events: ModelEvent[] = [];
  let attempts = 0;
  const call = withRetries({
    maxRetries: 2,
    signal: new AbortController().signal,
    async *attempt(number) {
      attempts = number;
      yield { type: "text", text: `attempt ${number}` };
      if (number <= failures.length) throw failures[number - 1];
      yield finish;
    },
    classify: thrown => ({ error: thrown as CodeAgentError, retryable: thrown === busy }),
    delay: { baseMs: 4, maxMs: 1000 },
    ...options,
  });
  const error = await (async () => {
    for await (const event of call) events.push(event);
  })().catch((thrown: unknown) => thrown);
  return { events, error, attempts, retries: events.filter(event => event.type === "retry") };
}

it("passes the events of a good attempt through unchanged", async () => {
  expect((await run([])).events).toEqual([{ type: "text", text: "attempt 1" }, finish]);
});

it("announces each retry with its reason, and counts the failed attempts as requests", async () => {
  const { events } = await run([busy, busy]);
  expect(events.map(event => event.type)).toEqual(["text", "retry", "text", "retry", "text", "finish"]);
  expect(events[1]).toMatchObject({ attempt: 1, reason: "busy" });
  expect(events[3]).toMatchObject({ attempt: 2 });
  expect(events.at(-1)).toMatchObject({ usage: { requests: 3 } });
});

it("throws the error of the last attempt once the retries are spent", async () => {
  const last = new CodeAgentError("MODEL_UNREACHABLE", "still down");
  const outcome = await run([busy, busy, last], {
    classify: thrown => ({ error: thrown as CodeAgentError, retryable: true }),
  });
  expect(outcome.error).toBe(last);
  expect(outcome.attempts).toBe(3);
});

it("makes one attempt only when no retry is allowed", async () => {
  expect(await run([busy], { maxRetries: 0 })).toMatchObject({ attempts: 1, error: busy, retries: [] });
});

it("never repeats a failure that is not retryable", async () => {
  const refused = new CodeAgentError("MODEL_REFUSED", "no");
  expect(await run([refused])).toMatchObject({ attempts: 1, error: refused, retries: [] });
});

it("doubles its waits, within the jitter of a half and below the bound", async () => {
  for (let round = 0; round < 20; round++) {
    const { retries } = await run([busy, busy, busy], { maxRetries: 3, delay: { baseMs: 4, maxMs: 10 } });
    const waits = retries.map(retry => (retry.type === "retry" ? retry.delayMs : Number.NaN));
    [4, 8, 10].forEach((ceiling, index) => {
      expect(waits[index]).toBeGreaterThanOrEqual(ceiling / 2);
      expect(waits[index]).toBeLessThanOrEqual(ceiling);
    });
  }
});

it("waits exactly as long as the server asked", async () => {
  const startedMs = Date.now();
  const { retries } = await run([busy], {
    classify: () => ({ error: busy, retryable: true, retryAfterMs: 60 }),
  });
  expect(retries).toMatchObject([{ delayMs: 60 }]);
  expect(Date.now() - startedMs).toBeGreaterThanOrEqual(58);
});

it("gives up at once when the server asks to wait longer than the bound", async () => {
  const outcome = await run([busy], {
    classify: () => ({ error: busy, retryable: true, retryAfterMs: 1001 }),
  });
  expect(outcome).toMatchObject({ attempts: 1, error: busy, retries: [] });
});

it("is aborted in the wait between two attempts without making another", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 20);
  const startedMs = Date.now();
  const outcome = await run([busy], {
    signal: controller.signal,
    delay: { baseMs: 10_000, maxMs: 10_000 },
  });
  expect(outcome).toMatchObject({ attempts: 1, error: { code: "ABORTED", cause: { message: "enough" } } });
  expect(Date.now() - startedMs).toBeLessThan(2000);
});

it("reports an attempt that failed because of the abort as aborted, and does not classify it", async () => {
  const controller = new AbortController();
  const outcome = await run([], {
    signal: controller.signal,
    // biome-ignore lint/correctness/useYield: an attempt that fails before its first event.
    async *attempt() {
      controller.abort();
      throw new Error("socket closed");
    },
    classify: thrown => {
      throw new Error(`classified ${messageOf(thrown)}`);
    },
  });
  expect(outcome.error).toMatchObject({ code: "ABORTED" });
});

it("makes no attempt when it is aborted beforehand", async () => {
  expect(await run([], { signal: AbortSignal.abort() })).toMatchObject({
    attempts: 0,
    error: { code: "ABORTED" },
  });
});

it("ends a running attempt when its reader leaves", async () => {
  let isEnded = false;
  const call = withRetries({
    maxRetries: 0,
    signal: new AbortController().signal,
    async *attempt() {
      try {
        yield { type: "text", text: "a" };
        yield { type: "text", text: "b" };
      } finally {
        isEnded = true;
      }
    },
    classify: () => ({ error: busy, retryable: false }),
  });
  for await (const _ of call) break;
  expect(isEnded).toBe(true);
});

it("does not take a reply without a finish event for a whole one", async () => {
  const outcome = await run([], {
    async *attempt() {
      yield { type: "text", text: "half" };
    },
  });
  expect(outcome.error).toMatchObject({ code: "MODEL_RESPONSE_INVALID" });
});
