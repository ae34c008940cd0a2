export * from "./replies.ts";
export * from "./scripted-model.ts";
export type * from "./scripted-reply.ts";
