import { messageOf } from "@tinycodeagent/core";
import type { ModelDiagnosis } from "./diagnosis.ts";

const lookMs = 1500;
const usualHost = "http://127.0.0.1:11434";

/** Looks for a key and for a running Ollama. */
export async function examineModels(env: NodeJS.ProcessEnv): Promise<ModelDiagnosis> {
  return {
    openai: {
      hasKey: !!env.OPENAI_API_KEY?.trim(),
      ...(env.OPENAI_BASE_URL && { baseURL: withoutPassword(env.OPENAI_BASE_URL) }),
    },
    ollama: await examineOllama(env.OLLAMA_HOST || usualHost),
  };
}

async function examineOllama(host: string): Promise<ModelDiagnosis["ollama"]> {
  const { listOllamaModels } = await import("@tinycodeagent/model-ollama");
  const shown = withoutPassword(host);
  try {
    const models = await listOllamaModels({ host, timeoutMs: lookMs });
    return { reachable: true, host: shown, models: models.map(({ name }) => name) };
  } catch (error) {
    return { reachable: false, host: shown, problem: withoutPassword(messageOf(error)) };
  }
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^\s/@]*@/g, "//…@");
}
