export * from "./history-problem.ts";
export * from "./message.ts";
