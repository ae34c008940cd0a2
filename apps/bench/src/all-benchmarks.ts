import type { Benchmark } from "./benchmark.ts";
import { agentStep } from "./benchmarks/agent-steps.ts";
import { checkpoints } from "./benchmarks/checkpoints.ts";
import { idleSessions } from "./benchmarks/idle-sessions.ts";
import { importCore } from "./benchmarks/import-core.ts";
import { ipykernelCold, ipykernelWarm } from "./benchmarks/ipykernel.ts";
import { openFromPool, openToFirstResult } from "./benchmarks/opening.ts";
import { output } from "./benchmarks/output.ts";
import { toolCall } from "./benchmarks/tool-calls.ts";
import { pacedCell, protectedCell, unprotectedCell } from "./benchmarks/warm-cells.ts";

/** The rows of the table, in its order. */
export const allBenchmarks: readonly Benchmark[] = [
  importCore,
  pacedCell,
  unprotectedCell,
  protectedCell,
  toolCall,
  openToFirstResult,
  openFromPool,
  ...checkpoints,
  ...output,
  idleSessions,
  agentStep,
  ipykernelWarm,
  ipykernelCold,
];
