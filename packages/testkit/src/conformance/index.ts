export * from "./applies.ts";
export { holds, LawBroken, LawSkipped, same, within } from "./assertions.ts";
export * from "./card/format-score-card.ts";
export type * from "./card/score-card.ts";
export * from "./describe-provider.ts";
export * from "./law.ts";
export { laws } from "./laws/all-laws.ts";
export type * from "./provider-under-test.ts";
export * from "./run-laws.ts";
