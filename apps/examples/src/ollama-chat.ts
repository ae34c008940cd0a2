import { listOllamaModels, openOllama } from "@tinycodeagent/model-ollama";
import { openOllamaServer } from "@tinycodeagent/testkit";

// A stand-in for `ollama serve`: leave it and `host` out to use the server of this machine.
await using server = await openOllamaServer(["Paris is the capital of France."]);
const host = server.url;
console.log("installed:", (await listOllamaModels({ host })).map(model => model.name).join(", "));

const model = await openOllama("test-model", { host, numCtx: 4096, temperature: 0 });
console.log(JSON.stringify(model.capabilities));

const { signal } = new AbortController();
const question = {
  role: "user",
  content: [{ type: "text", text: "What is the capital of France?" }],
} as const;
for await (const event of model.stream({ messages: [question], tools: [], signal })) {
  if (event.type === "text") process.stdout.write(event.text);
  if (event.type === "finish") console.log(`\n${event.finishReason}, ${event.usage.requests} request`);
}
