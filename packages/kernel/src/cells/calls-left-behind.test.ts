import { defineTool, jsonSchema, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { expect, it } from "vitest";

const slow = defineTool({
  name: "slow",
  description: "Answers later than anybody waits.",
  input: jsonSchema({ type: "object", properties: {} }),
  execute: (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
});

const begun = `
import threading, time
told = []
def work():
    try: slow()
    except ToolError as error: told.append(error.kind)
threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
for thread in threads: thread.start()
`;

it.each([
  ["timeout", `${begun}for thread in threads: thread.join()`],
  ["completed", `${begun}time.sleep(0.1)`],
  ["completed", begun],
])("Calls of threads end with their cell (%s), which can be copied again", async (status, code) => {
  await using session = await openSession(local(), { tools: [slow] });
  expect(await session.run(code, { limits: { timeMs: 500 } }).result).toMatchObject({
    status,
    state: "kept",
  });
  await new Promise(resolve => setTimeout(resolve, 300));
  await using fork = await session.fork();
  const after = await fork.run("[thread.is_alive() for thread in threads], told").result;
  expect(after).toMatchObject({
    value: [
      [false, false, false],
      ["cancelled", "cancelled", "cancelled"],
    ],
  });
  await session.run("1").result;
  expect((await session.run("2").result).end).toMatchObject({ protected: true });
});
