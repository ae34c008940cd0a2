import {
  finalAnswer,
  lineInterpreter,
  memoryProvider,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { Json } from "../contract/json.ts";
import { defineHook } from "../hooks/hook.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import type { RunResult } from "./run-result.ts";
import type { RunStream } from "./run-stream.ts";
import { TinyCodeAgent } from "./tiny-code-agent.ts";

const parts = (replies: readonly ScriptEntry[]) => ({
  model: new ScriptedModel(replies),
  provider: memoryProvider(lineInterpreter),
});
const outputOf = <Output>(result: RunResult<Output>) =>
  result.status === "completed" ? result.output : undefined;

it("types the output by the schema, where the agent is made", async () => {
  const outputSchema = z.object({ t: z.number(), note: z.string().optional() });
  await using agent = new TinyCodeAgent({ ...parts([finalAnswer({ t: 21 })]), outputSchema });
  expectTypeOf(agent).toEqualTypeOf<TinyCodeAgent<{ t: number; note?: string | undefined }>>();
  const result = await agent.run("Measure.");
  if (result.status !== "completed") throw new Error(result.status);
  expectTypeOf(result.output.t).toEqualTypeOf<number>();
  expect(result.output.t * 2).toBe(42);
});

it("types the output as JSON when there is no schema", async () => {
  await using agent = new TinyCodeAgent(parts(["Done."]));
  expectTypeOf(agent).toEqualTypeOf<TinyCodeAgent<Json>>();
  const output = outputOf(await agent.run("Go."));
  expectTypeOf(output).toEqualTypeOf<Json | undefined>();
  expect(output).toBe("Done.");
});

it("takes the type that a JSON Schema is given by hand", () => {
  const outputSchema = jsonSchema<readonly number[]>({ type: "array", items: { type: "number" } });
  const agent = new TinyCodeAgent({ ...parts([]), outputSchema });
  expectTypeOf(agent.run).returns.resolves.toEqualTypeOf<RunResult<readonly number[]>>();
});

it("gives a stream's result and its last event the same type", async () => {
  const outputSchema = z.array(z.string());
  await using agent = new TinyCodeAgent({ ...parts([finalAnswer(["a", "b"])]), outputSchema });
  const stream = agent.stream("List.");
  expectTypeOf(stream).toEqualTypeOf<RunStream<string[]>>();
  for await (const event of stream) {
    if (event.type === "run_end") expectTypeOf(event.result).toEqualTypeOf<RunResult<string[]>>();
  }
  expect(outputOf(await stream.result)?.join("")).toBe("ab");
});

it("gives out what the schema made of the value, by a call or as text, so that the type is true", async () => {
  const outputSchema = z.object({ day: z.iso.date().transform(text => new Date(text)) });
  const replies = [finalAnswer({ day: "2024-02-29" }), '{"day": "2023-01-02"}'];
  await using agent = new TinyCodeAgent({ ...parts(replies), outputSchema });
  expect(outputOf(await agent.run("When?"))?.day.getUTCDate()).toBe(29);
  expect(outputOf(await agent.run("And then?"))?.day.getUTCDate()).toBe(2);
});

it("tells a hook nothing about the output's type: it serves any agent", () => {
  defineHook({
    name: "reader",
    onRunEnd: ({ result }) => {
      expectTypeOf(result).toEqualTypeOf<RunResult<unknown>>();
    },
  });
  expectTypeOf<TinyCodeAgent<{ t: number }>>().toExtend<TinyCodeAgent<unknown>>();
});
