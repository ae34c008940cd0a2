export * from "./code-agent-error.ts";
export * from "./codes.ts";
