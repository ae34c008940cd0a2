export { openOllamaServer } from "./open-ollama-server.ts";
export type * from "./script.ts";
export type * from "./server.ts";
