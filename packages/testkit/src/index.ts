export * from "./conformance/index.ts";
export * from "./history/index.ts";
export * from "./hostile-corpus/index.ts";
export * from "./memory-provider/index.ts";
export * from "./model-server/index.ts";
export * from "./ollama-server/index.ts";
export * from "./scripted-model/index.ts";
