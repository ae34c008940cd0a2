import { openai } from "@tinycodeagent/model-openai";
import { openModelServer } from "@tinycodeagent/testkit";

// Stands in for a real server, so that this program needs neither network nor key.
await using server = await openModelServer(["Two and two are four."]);

const model = openai("gpt-4.1-mini", { baseURL: server.url });
const reply = model.stream({
  messages: [{ role: "user", content: [{ type: "text", text: "What are two and two?" }] }],
  tools: [],
  signal: AbortSignal.timeout(10_000),
});

for await (const event of reply) {
  if (event.type === "text") process.stdout.write(event.text);
  if (event.type === "finish") console.log(`\n${event.finishReason}, ${event.usage.outputTokens} tokens out`);
}
