import type { HostileProgram } from "./hostile-program.ts";
import { builtins } from "./programs/builtins.ts";
import { coroutines } from "./programs/coroutines.ts";
import { descriptors } from "./programs/descriptors.ts";
import { finalizers } from "./programs/finalizers.ts";
import { harmful } from "./programs/harmful.ts";
import { kin } from "./programs/kin.ts";
import { loops } from "./programs/loops.ts";
import { native } from "./programs/native.ts";
import { output } from "./programs/output.ts";
import { processes } from "./programs/processes.ts";
import { resources } from "./programs/resources.ts";
import { signals } from "./programs/signals.ts";
import { threads } from "./programs/threads.ts";
import { tracing } from "./programs/tracing.ts";
import { values } from "./programs/values.ts";

/** Programs that do not want to end, or do not want their session to live. {@link runHostile} runs one. */
export const hostileCorpus: readonly HostileProgram[] = [
  ...loops,
  ...signals,
  ...native,
  ...threads,
  ...processes,
  ...kin,
  ...descriptors,
  ...output,
  ...values,
  ...builtins,
  ...tracing,
  ...finalizers,
  ...coroutines,
  ...resources,
  ...harmful,
];

const chosen: ReadonlySet<string> = new Set([
  "a busy loop",
  "a loop that catches everything",
  "SIGINT ignored",
  "every signal masked",
  "a regular expression that backtracks",
  "an enormous sum",
  "a thread that sleeps, joined",
  "a child in a session of its own",
  "an endless repr",
  "an endless print",
  "a trace function that loops",
  "a finalizer that loops",
  "a coroutine that refuses to be cancelled",
]);

/** Some of each kind that must be stopped: what there is time for every day. */
export const everydayHostile: readonly HostileProgram[] = hostileCorpus.filter(({ name }) =>
  chosen.has(name),
);
