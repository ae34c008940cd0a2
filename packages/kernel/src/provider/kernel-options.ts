import { CodeAgentError } from "@tinycodeagent/core";

/** Options of the kernel, the same in every sandbox. */
export interface KernelOptions {
  /**
   * Whether a sleeping copy of the interpreter stands behind each cell, so that its state comes back when it dies.
   * Default `true`; only Linux has it. Without, a cell costs less and a crash is a `reset`.
   */
  readonly shadows?: boolean;
  /** How many checkpoints a sandbox keeps, and how much memory they may hold together. */
  readonly checkpoints?: CheckpointLimits;
}

/** Limits of the checkpoints of one sandbox. */
export interface CheckpointLimits {
  /** Default 64. */
  readonly max?: number;
  /** Their share of memory, looked at twice a second while it changes. Default 2 GiB. */
  readonly memoryBytes?: number;
}

/** {@link KernelOptions} with their defaults. */
export interface CheckedKernelOptions extends KernelOptions {
  readonly shadows: boolean;
  readonly checkpoints: Required<CheckpointLimits>;
}

/** The names of all {@link KernelOptions}. */
export const kernelOptionNames: readonly (keyof KernelOptions)[] = ["shadows", "checkpoints"];

/** Checks the kernel's part of a provider's options. @throws CodeAgentError `OPTION_INVALID` */
export function checkKernelOptions(options: KernelOptions, place: string): CheckedKernelOptions {
  const { shadows = true, checkpoints = {} } = options;
  if (typeof shadows !== "boolean") throw invalid(place, "shadows", "true or false", shadows);
  if (typeof checkpoints !== "object" || checkpoints === null)
    throw invalid(place, "checkpoints", "limits { max, memoryBytes }", checkpoints);
  const { max = 64, memoryBytes = 2 * 1024 ** 3 } = checkpoints;
  for (const [name, value] of Object.entries({ max, memoryBytes })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw invalid(place, `checkpoints.${name}`, "a whole number from 0", value);
  }
  return { shadows, checkpoints: { max, memoryBytes } };
}

function invalid(place: string, option: string, expected: string, got: unknown): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected ${expected} for ${place}() option "${option}", got ${JSON.stringify(got)}.`,
    { details: { option } },
  );
}
