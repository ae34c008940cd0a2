import type { Capabilities, ExecutionResult, Language, RunCellOptions, Session } from "@tinycodeagent/core";
import type { Applies } from "../../applies.ts";
import { holds, LawSkipped, same } from "../../assertions.ts";
import type { LawContext } from "../../law.ts";
import { summary } from "../../run-cell.ts";

/** What the laws say in a language besides Python. */
export interface Programs {
  readonly language: Exclude<Language, "python">;
  /** Sets what `use` finds in a later cell. */
  readonly keep: string;
  readonly use: string;
  readonly value: number;
  /** Writes "out" and "err" to the two streams. */
  readonly print: string;
  /** Exits with status 3. */
  readonly exit: string;
  /** Neither of them ends by itself. */
  readonly endless: readonly string[];
}

const allPrograms: readonly Programs[] = [
  {
    language: "javascript",
    keep: "const kept = 41; function more(n) { return kept + n }",
    use: "await more(1)",
    value: 42,
    print: "console.log('out'); console.error('err')",
    exit: "process.exit(3)",
    endless: ["for (;;);", "await new Promise(() => {})"],
  },
  {
    language: "bash",
    keep: "kept=41; more() { return $((kept + $1)); }",
    use: "more 1",
    value: 42,
    print: "echo out; echo err >&2",
    exit: "exit 3",
    endless: ["while :; do :; done", "sleep 60"],
  },
];

/** To those that claim a language besides Python. */
export const otherLanguages: Applies = ({ languages }) =>
  programsOf(languages).length > 0 || "it does not claim a language besides Python";

/** Checks every claimed language that a session has; where none is, the law is skipped. */
export async function eachLanguage(
  context: LawContext,
  check: (session: Session, programs: Programs) => Promise<void>,
): Promise<void> {
  const claimed = programsOf(context.provider.capabilities.languages);
  const session = await context.open();
  const present = claimed.filter(({ language }) => session.capabilities.languages.includes(language));
  if (present.length === 0) throw new LawSkipped("no program of another language is there");
  for (const programs of present) await check(session, programs);
}

/** Runs a cell of a language to its end, whatever that is. */
export function runIn(
  session: Session,
  language: Language,
  code: string,
  options: RunCellOptions = {},
): Promise<ExecutionResult> {
  return session.run({ code, language }, options).result;
}

/** The value of a cell in a language that must complete. */
export async function valueIn(session: Session, language: Language, code: string): Promise<unknown> {
  const result = await runIn(session, language, code);
  holds(result.status === "completed", `a ${language} cell to complete`, summary(result));
  return result.value;
}

/** What an earlier cell made must be there. */
export async function isKept(session: Session, { language, use, value }: Programs): Promise<void> {
  same(await valueIn(session, language, use), value, `what an earlier ${language} cell made`);
}

function programsOf(languages: Capabilities["languages"]): readonly Programs[] {
  return allPrograms.filter(({ language }) => languages.includes(language));
}
