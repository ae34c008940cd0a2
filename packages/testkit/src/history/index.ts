export * from "./assert-valid-history.ts";
