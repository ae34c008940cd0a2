export { describeOllamaModel, type OllamaModelDescription } from "./describe-model.ts";
export { type InstalledOllamaModel, listOllamaModels } from "./list-models.ts";
export { ollama } from "./ollama.ts";
export { openOllama } from "./open-ollama.ts";
export type { OllamaModelOptions, OllamaOptions, OllamaServerOptions } from "./options.ts";
