import { openSession } from "@tinycodeagent/core";
import { localLauncher } from "@tinycodeagent/provider-local";
import { expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";

const endless = [
  ["python", "while True: print('x')"],
  ["javascript", "while (true) { console.log('x'); await null }"],
  ["bash", "while true; do echo x; done"],
] as const;

it.each(endless)("Who leaves the loop of a cell of %s may run the next one", async (language, code) => {
  await using session = await openSession(processProvider(localLauncher()));
  const execution = session.run({ code, language });
  for await (const event of execution) if (event.type === "stdout") break;
  expect(await session.run("6 * 7").result).toMatchObject({ status: "completed", value: 42 });
  expect(await execution.result).toMatchObject({ status: "aborted" });
});
