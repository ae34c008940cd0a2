export * from "./openai.ts";
export type * from "./options/openai-options.ts";
