import type { ChatModel } from "@tinycodeagent/core";
import type { RunWords } from "../arguments/parse-command-line.ts";
import { usageError } from "../arguments/usage-error.ts";
import { findOllamaModel } from "./find-ollama-model.ts";
import { type ModelWord, modelWordOf } from "./model-word.ts";

/** A model that was chosen and is not open yet. */
export interface ModelChoice {
  /** Such as `openai/gpt-4.1-mini`. */
  readonly label: string;
  /** Whether its replies are written beforehand. */
  readonly isScripted: boolean;
  /** Said on standard error: why this one. */
  readonly notice?: string;
  open(): Promise<ChatModel>;
}

const nothingFound = "No OPENAI_API_KEY and no Ollama with a chat model were found.";
const demoNotice =
  "The embedded demo model is used: its replies are scripted and do not depend on the task. The code it gives runs for real.";

/**
 * The model that a word names, or, without one, the best that is at hand. Where only the answer is printed, a scripted one
 * must be named: nobody would see that it is none.
 * @throws CodeAgentError `OPTION_INVALID`, `MODEL_KEY_MISSING`
 */
export async function chooseModel(
  { model: word, format }: Pick<RunWords, "model" | "format">,
  env: NodeJS.ProcessEnv,
): Promise<ModelChoice> {
  if (word !== undefined) return choiceOf(await modelWordOf(word), env);
  if (env.OPENAI_API_KEY?.trim()) return choiceOf({ kind: "openai", name: "gpt-4.1-mini" }, env);
  const installed = await findOllamaModel(env);
  if (installed) return choiceOf({ kind: "ollama", name: installed }, env);
  if (format === "quiet") throw await noModel();
  const notice = `${nothingFound} ${demoNotice}`;
  return { ...choiceOf({ kind: "demo" }, env), notice };
}

async function noModel(): Promise<Error> {
  return usageError(
    `Expected a model for --quiet. ${nothingFound} Set the key, start Ollama, or choose --model demo, whose replies are scripted.`,
    "MODEL_KEY_MISSING",
  );
}

function choiceOf(word: ModelWord, env: NodeJS.ProcessEnv): ModelChoice {
  if (word.kind === "demo") {
    const open = async () => (await import("../demo/any-task-model.ts")).anyTaskModel();
    return { label: "demo", isScripted: true, notice: demoNotice, open };
  }
  const { kind, name } = word;
  const open = () => (kind === "openai" ? openOpenAI(name, env) : openOllamaModel(name, env));
  return { label: `${kind}/${name}`, isScripted: false, open };
}

async function openOpenAI(name: string, env: NodeJS.ProcessEnv): Promise<ChatModel> {
  const { openai } = await import("@tinycodeagent/model-openai");
  return openai(name, { baseURL: env.OPENAI_BASE_URL || undefined });
}

async function openOllamaModel(name: string, env: NodeJS.ProcessEnv): Promise<ChatModel> {
  const { openOllama } = await import("@tinycodeagent/model-ollama");
  return openOllama(name, env.OLLAMA_HOST ? { host: env.OLLAMA_HOST } : {});
}
