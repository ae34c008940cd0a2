import { openOllamaServer } from "@tinycodeagent/testkit";
import { expect, it, vi } from "vitest";
import { ollama } from "./index.ts";

it("prints nothing, whatever the server sends", async () => {
  const prints = (["log", "warn", "error"] as const).map(name => vi.spyOn(console, name));
  const script = [
    { kind: "raw", lines: ["", "garbage"] },
    { kind: "status", status: 400 },
    { kind: "status", status: 400, error: "no", headers: { "content-type": "text/plain" } },
    { text: "half", ending: "end" },
  ] as const;
  await using server = await openOllamaServer(script);
  const model = ollama("test-model", { host: server.url, maxRetries: 0 });
  const messages = [{ role: "user", content: [{ type: "text", text: "Hello" }] }] as const;
  for (const _ of script) {
    const call = model.stream({ messages, tools: [], signal: new AbortController().signal });
    await expect(drain(call)).rejects.toMatchObject({ name: "CodeAgentError" });
  }
  server.assertUsedUp();
  for (const print of prints) expect(print).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}
