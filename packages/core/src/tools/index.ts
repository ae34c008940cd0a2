export * from "./define-tool.ts";
export * from "./json-schema.ts";
export type * from "./tool.ts";
