export type * from "./model-server.ts";
export * from "./open-model-server.ts";
export type * from "./reply.ts";
