import { listOf, oneOf, positiveNumber, record, text } from "../checks/common-rules.ts";
import { checkOptions, type OptionRule } from "../checks/option-checks.ts";
import type { CellLimits, ForkOptions, OpenSessionOptions, RunCellOptions } from "./session.ts";

const signal: OptionRule = { expected: "an AbortSignal", fits: value => value instanceof AbortSignal };
const tools = listOf("tools made by defineTool", record.fits);

const openRules = {
  policy: record,
  tools,
  broker: record,
  preload: listOf("module names", text.fits),
  requireIsolation: oneOf(["none", "process", "os", "container", "vm"]),
  signal,
} satisfies Record<keyof OpenSessionOptions, OptionRule>;

const bytes: OptionRule = {
  expected: "a number from 0",
  fits: value => typeof value === "number" && value >= 0,
};

const limitRules = {
  timeMs: positiveNumber,
  wallMs: positiveNumber,
  outputBytes: bytes,
  spillBytes: bytes,
} satisfies Record<keyof CellLimits, OptionRule>;

const runRules = { signal, limits: record } satisfies Record<keyof RunCellOptions, OptionRule>;

const forkRules = {
  tools,
  broker: record,
  // What is no id is gone, like any other checkpoint that is not there.
  checkpoint: { expected: "a checkpoint's id", fits: () => true },
  signal,
} satisfies Record<keyof ForkOptions, OptionRule>;

/** Checks what a session is opened with. @throws CodeAgentError `OPTION_INVALID` */
export function checkOpenOptions(options: OpenSessionOptions): void {
  checkOptions(options, { rules: openRules, of: "openSession" });
}

/** Checks what a cell is run with. @throws CodeAgentError `OPTION_INVALID` */
export function checkRunOptions(options: RunCellOptions): void {
  checkOptions(options, { rules: runRules, of: "run" });
  if (options.limits) checkOptions(options.limits, { rules: limitRules, of: `a cell's "limits"` });
}

/** Checks what a fork is made with. @throws CodeAgentError `OPTION_INVALID` */
export function checkForkOptions(options: ForkOptions): void {
  checkOptions(options, { rules: forkRules, of: "fork" });
}
