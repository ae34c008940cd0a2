import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { AgentOptions, Json, RunOptions, RunResult } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { conductRun } from "../run/conduct-run.ts";
import { exitCodeOf, noteEnding } from "../run/ending.ts";
import { note } from "../terminal/note.ts";
import type { Output, Sink } from "../terminal/output.ts";
import { createReporter } from "../view/create-reporter.ts";
import { expectedLaptops, laptopModel, laptopTask } from "./laptops.ts";
import { expectedSales, salesModel, salesTask, storeRegion } from "./sales.ts";

interface DemoTask {
  readonly title: string;
  readonly task: string;
  readonly agent: Omit<AgentOptions, "provider">;
  readonly inputs?: Pick<RunOptions, "files">;
  readonly expected: Json;
}

/** Two tasks on live Python. Each answer is checked against a computation of its own. */
export async function demo(output: Output): Promise<ExitCode> {
  const { write, paint } = output.out;
  write(`${paint("bold", "TinyCodeAgent demo")}\n`);
  write(
    "The model's replies are scripted. Its code runs for real, in a live Python session on this machine.\n",
  );
  for (const [index, task] of (await demoTasks()).entries()) {
    const code = await perform(task, output, index > 0);
    if (code !== exitCodes.completed) return code;
  }
  write(farewell(output.out));
  return exitCodes.completed;
}

async function demoTasks(): Promise<readonly DemoTask[]> {
  const csv = await readFile(new URL("../../data/sales.csv", import.meta.url), "utf8");
  return [
    {
      title: "1  An error, and its repair in the state that survived it",
      task: laptopTask,
      agent: { model: laptopModel() },
      expected: expectedLaptops(),
    },
    {
      title: "2  A data file, and a function of this program called from Python",
      task: salesTask,
      agent: { model: salesModel(), tools: [storeRegion] },
      inputs: { files: { "sales.csv": csv } },
      expected: expectedSales(csv),
    },
  ];
}

async function perform(demoTask: DemoTask, output: Output, isPlaceKnown: boolean): Promise<ExitCode> {
  const { title, task, agent, inputs, expected } = demoTask;
  const { write, paint } = output.out;
  write(`\n${paint("bold", title)}\n${task}\n\n`);
  const result = await conductRun({
    task,
    agent: { ...agent, provider: local() },
    ...(inputs && { inputs }),
    reporter: createReporter("view", output, {
      title: "demo · local",
      keepsFiles: true,
      isScripted: true,
      isPlaceKnown,
    }),
    output,
  });
  noteEnding(output.notes, result);
  return result.status === "completed" ? check(result.output, expected, output) : exitCodeOf(result);
}

function check(answer: RunOutput, expected: Json, { out, notes }: Output): ExitCode {
  if (isDeepStrictEqual(answer, expected)) {
    out.write(
      `${out.paint("green", "✓ checked")}: the same computation in TypeScript gives ${JSON.stringify(expected)}\n`,
    );
    return exitCodes.completed;
  }
  note(notes, `Check failed: expected ${JSON.stringify(expected)}, got ${JSON.stringify(answer)}.`, "red");
  return exitCodes.failed;
}

type RunOutput = Extract<RunResult, { status: "completed" }>["output"];

function farewell({ paint }: Sink): string {
  const program = "npx -y pnpm@10.34.9 agent";
  return [
    "",
    paint("bold", "Go on with a real model (OPENAI_API_KEY, or a running Ollama)"),
    `  ${program} run --provider local "your task"`,
    paint("bold", "See what this machine can do"),
    `  ${program} doctor`,
    "",
  ].join("\n");
}
