export type * from "./chat-model.ts";
export * from "./retry.ts";
export * from "./retry-after.ts";
export * from "./usage.ts";
