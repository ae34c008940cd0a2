export type { BrokenProvider } from "./break-provider.ts";
export * from "./broken-boundaries.ts";
export * from "./broken-endings.ts";
export * from "./broken-languages.ts";
export * from "./broken-output.ts";
export * from "./broken-sessions.ts";
export * from "./broken-states.ts";
export * from "./broken-values.ts";
