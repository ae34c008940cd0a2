import {
  CodeAgentError,
  type EditResult,
  type FileStat,
  type GlobResult,
  type GrepResult,
  type ShellEnd,
} from "@tinycodeagent/core";
import { isRecord } from "../cells/read-json.ts";

/** The shape of an answer: a check for each member. */
type Shape<T> = { readonly [K in keyof T]-?: (value: unknown) => boolean };

const isText = (value: unknown): boolean => typeof value === "string";
const isNumber = (value: unknown): boolean => typeof value === "number";
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isListOf = (check: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(check);
const isOneOf =
  (...known: readonly string[]) =>
  (value: unknown) =>
    known.some(text => text === value);
const hasShape =
  <T>(shape: Shape<T>) =>
  (value: unknown): value is T =>
    isRecord(value) &&
    Object.entries<(value: unknown) => boolean>(shape).every(([name, check]) => check(value[name]));

const isStat = hasShape<FileStat>({
  path: isText,
  kind: isOneOf("file", "directory", "symlink", "other"),
  sizeBytes: isNumber,
  modifiedMs: isNumber,
  mode: isNumber,
});
const isMatch = hasShape<GrepResult["matches"][number]>({
  path: isText,
  line: isNumber,
  text: isText,
  before: isListOf(isText),
  after: isListOf(isText),
});
const isEnd = hasShape<ShellEnd>({ reason: isOneOf("completed", "timeout", "aborted"), exitCode: isNumber });
const isEdit = hasShape<EditResult>({ replacements: isNumber, diff: isText });
const isGlob = hasShape<GlobResult>({ paths: isListOf(isText), truncated: isFlag });
const isGrep = hasShape<GrepResult>({ matches: isListOf(isMatch), files: isNumber, truncated: isFlag });
const isJobId = hasShape<{ readonly id: string }>({ id: isText });

/** What a poll of a job answers. */
export interface JobOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly omittedBytes: number;
  readonly end?: ShellEnd;
}

const isOutput = hasShape<JobOutput>({
  stdout: isText,
  stderr: isText,
  omittedBytes: isNumber,
  end: value => value === undefined || isEnd(value),
});

type Reader<T> = (answer: unknown) => T;

/** Readers of the clerk's answers. Each throws `CLERK_LOST` for an answer of another shape: it is untrusted. */
export const answers: {
  readonly nothing: Reader<void>;
  readonly stat: Reader<FileStat>;
  readonly stats: Reader<readonly FileStat[]>;
  readonly edit: Reader<EditResult>;
  readonly glob: Reader<GlobResult>;
  readonly grep: Reader<GrepResult>;
  readonly shellEnd: Reader<ShellEnd>;
  readonly jobId: Reader<{ readonly id: string }>;
  readonly jobOutput: Reader<JobOutput>;
} = {
  nothing: () => {},
  stat: reader(isStat),
  stats: reader((value: unknown): value is readonly FileStat[] => isListOf(isStat)(value)),
  edit: reader(isEdit),
  glob: reader(isGlob),
  grep: reader(isGrep),
  shellEnd: reader(isEnd),
  jobId: reader(isJobId),
  jobOutput: reader(isOutput),
};

function reader<T>(check: (value: unknown) => value is T): Reader<T> {
  return value => {
    if (check(value)) return value;
    throw new CodeAgentError(
      "CLERK_LOST",
      "Expected an answer of the known shape from the session's clerk, got another. Open a new session.",
    );
  };
}
