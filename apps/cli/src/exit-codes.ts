/** What the program's exit code says. */
export const exitCodes = {
  completed: 0,
  failed: 1,
  usage: 2,
  limit: 3,
  needsInput: 4,
  aborted: 130,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
