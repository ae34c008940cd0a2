import { CodeAgentError } from "@tinycodeagent/core";
import {
  type CheckedKernelOptions,
  checkKernelOptions,
  type KernelOptions,
  kernelOptionNames,
} from "@tinycodeagent/kernel";

/** Options of `local()`. */
export interface LocalOptions extends KernelOptions {
  /** The Python to use, as a command or a path. Default `python3`. It must be 3.9 or later. */
  readonly python?: string;
}

/** {@link LocalOptions} with their defaults. */
export interface CheckedOptions extends CheckedKernelOptions {
  readonly python: string;
}

const known: readonly string[] = ["python", ...kernelOptionNames] satisfies (keyof LocalOptions)[];

/** Checks the options. @throws CodeAgentError `OPTION_INVALID` */
export function checkOptions(options: LocalOptions): CheckedOptions {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalid(name, `one of ${known.join(", ")}`, `"${name}"`);
  }
  const { python = "python3" } = options;
  if (typeof python !== "string" || !python)
    throw invalid("python", "a command or a path", JSON.stringify(python));
  return { python, ...checkKernelOptions(options, "local") };
}

function invalid(option: string, expected: string, got: string): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected ${expected} for local() option "${option}", got ${got}.`,
    {
      details: { option },
    },
  );
}
