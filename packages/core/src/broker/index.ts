export type * from "./broker.ts";
export * from "./create-broker.ts";
