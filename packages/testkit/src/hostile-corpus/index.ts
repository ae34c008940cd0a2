export { everydayHostile, hostileCorpus } from "./hostile-corpus.ts";
export type { HostileNeed, HostileProgram } from "./hostile-program.ts";
export { type HostileOutcome, type RunHostileOptions, runHostile } from "./run-hostile.ts";
export { whyNot } from "./why-not.ts";
