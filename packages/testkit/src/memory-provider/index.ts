export * from "./line-interpreter.ts";
export type * from "./memory-cell.ts";
export * from "./memory-provider.ts";
