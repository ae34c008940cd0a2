import { expect, it } from "vitest";
import { openModelServer } from "../model-server/index.ts";
import { openOllamaServer } from "../ollama-server/index.ts";
import { ScriptedModel } from "../scripted-model/index.ts";

// Scripts as plain JavaScript would write them: without the compiler's help.
type Script = readonly never[];
const openers = {
  model: async (script: unknown) => void new ScriptedModel(script as Script),
  openai: async (script: unknown) => (await openModelServer(script as Script)).close(),
  ollama: async (script: unknown) => (await openOllamaServer(script as Script)).close(),
} as const;

const shared = [
  "Plain text.",
  { text: "a", reasoning: "b", usage: { inputTokens: 3, requests: 2 }, delayMs: 1, finishReason: "length" },
  {
    kind: "message",
    calls: [
      { name: "f", input: { x: 1 } },
      { name: "g", inputText: "{", id: "call_9" },
    ],
  },
  { text: undefined },
];

it.each(Object.entries(openers))("takes the script of a ScriptedModel: %s", async (_, open) => {
  await expect(open(shared)).resolves.toBeUndefined();
});

const wrong: readonly (readonly [unknown, RegExp])[] = [
  [[{ cals: [] }], /^Expected members of .*text, reasoning, calls.* in reply 1 of the script, got "cals"\./],
  [["a", { text: 5 }], /^Expected "text" to be a string in reply 2 of the script, got 5\./],
  [
    [{ calls: [{ name: "f", inputs: {} }] }],
    /^Expected members of name, input.* in call 1 of reply 1 .*got "inputs"/,
  ],
  [
    [{ calls: [{ input: {} }] }],
    /^Expected "name", which is a string, in call 1 of reply 1 of the script, got none/,
  ],
  [
    [{ calls: [{ name: "f" }] }],
    /^Expected exactly one of input, inputText.* in call 1 of reply 1 .*got none/,
  ],
  [[{ calls: [{ name: "f", input: 1, inputText: "1" }] }], /got input and inputText\. Correct the script\.$/],
  [
    [{ calls: ["f"] }],
    /^Expected an object such as \{ name, input \} in call 1 of reply 1 of the script, got "f"/,
  ],
  [[{ calls: "f" }], /^Expected "calls" to be a list in reply 1 of the script, got "f"/],
  [[{ kind: "massage" }], /^Expected "kind" to be one of message.* in reply 1 of the script, got "massage"/],
  [
    [{ usage: { input: 4 } }],
    /^Expected "usage" to be an object of inputTokens, outputTokens.*got an object/,
  ],
  [[5], /^Expected a string or an object in reply 1 of the script, got 5/],
  [{ text: "a" }, /^Expected a list of replies in the script, got an object/],
];

it.each(Object.entries(openers))(
  "refuses a script of the wrong shape before its first reply: %s",
  async (_, open) => {
    for (const [script, message] of wrong) {
      const refusal = expect.objectContaining({
        code: "OPTION_INVALID",
        message: expect.stringMatching(message),
      });
      await expect(open(script), JSON.stringify(script)).rejects.toEqual(refusal);
    }
  },
);

it("refuses an incomplete reply of another kind, by the member it lacks", async () => {
  await expect(openers.openai([{ kind: "error" }])).rejects.toThrow(
    '"status", which is a whole number from 1,',
  );
  await expect(openers.ollama([{ kind: "raw" }])).rejects.toThrow('"lines", which is a list,');
  await expect(openers.openai([{ kind: "cut", text: "a" }])).rejects.toThrow(
    "Expected members of kind in reply 1",
  );
});

it("checks what a function replies when it has replied", async () => {
  const model = new ScriptedModel([() => ({ cals: [] }) as never]);
  const hello = { role: "user", content: [{ type: "text", text: "Hello" }] } as const;
  const request = { messages: [hello], tools: [], signal: new AbortController().signal };
  await expect(model.stream(request).next()).rejects.toThrow('in reply 1 of the script, got "cals"');
  await using server = await openModelServer(() => ({ cals: [] }) as never);
  const messages = [{ role: "user", content: "Hello" }];
  const body = JSON.stringify({ model: "m", messages });
  const openai = await fetch(`${server.url}/chat/completions`, { method: "POST", body });
  expect([openai.status, await openai.text()]).toEqual([400, expect.stringContaining("cals")]);
  await using other = await openOllamaServer(() => ({ cals: [] }) as never);
  const chat = JSON.stringify({ model: "test-model", messages });
  const ollama = await fetch(`${other.url}/api/chat`, { method: "POST", body: chat });
  expect([ollama.status, await ollama.text()]).toEqual([400, expect.stringContaining("cals")]);
});

it("sends calls, reasoning, usage and the reason of the end of one script by both protocols", async () => {
  const script = [
    {
      reasoning: "hm",
      calls: [
        { name: "f", input: { x: 1 } },
        { name: "g", inputText: "{", id: "mine" },
      ],
      usage: { inputTokens: 7, outputTokens: 8 },
      finishReason: "length",
    } as const,
  ];
  const messages = [{ role: "user", content: "Hello" }];
  const post = async (url: string, body: object) =>
    (await fetch(url, { method: "POST", body: JSON.stringify({ messages, stream: false, ...body }) })).json();
  await using openai = await openModelServer(script);
  expect(await post(`${openai.url}/chat/completions`, { model: "m" })).toMatchObject({
    choices: [
      {
        finish_reason: "length",
        message: {
          reasoning_content: "hm",
          tool_calls: [
            { id: "call_1", type: "function", function: { name: "f", arguments: '{"x":1}' } },
            { id: "mine", type: "function", function: { name: "g", arguments: "{" } },
          ],
        },
      },
    ],
    usage: { prompt_tokens: 7, completion_tokens: 8 },
  });
  await using ollama = await openOllamaServer(script);
  expect(await post(`${ollama.url}/api/chat`, { model: "test-model" })).toMatchObject({
    message: {
      thinking: "hm",
      tool_calls: [
        { function: { index: 0, name: "f", arguments: { x: 1 } } },
        { function: { index: 1, name: "g", arguments: "{" } },
      ],
    },
    done_reason: "length",
    prompt_eval_count: 7,
    eval_count: 8,
  });
});
