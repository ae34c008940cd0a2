export type * from "./chat-model.ts";
export * from "./usage.ts";
