const lookMs = 1500;

/** The first chat model of a running Ollama, one with tools before one without; nothing when there is none. */
export async function findOllamaModel(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { describeOllamaModel, listOllamaModels } = await import("@tinycodeagent/model-ollama");
  const server = { timeoutMs: lookMs, ...(env.OLLAMA_HOST && { host: env.OLLAMA_HOST }) };
  const installed = await listOllamaModels(server).catch(() => []);
  let withoutTools: string | undefined;
  for (const { name } of installed) {
    const description = await describeOllamaModel(name, server).catch(() => undefined);
    if (!description?.abilities.includes("completion")) continue;
    if (description.capabilities.tools) return name;
    withoutTools ??= name;
  }
  return withoutTools;
}
