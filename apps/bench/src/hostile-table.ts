import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { type HostileOutcome, hostileCorpus, runHostile } from "@tinycodeagent/testkit";
import { median } from "./measure/timing.ts";

const file = join(import.meta.dirname, "../../../packages/kernel/HOSTILE.md");
const section = /(?<=<!-- hostile corpus -->\n)[\s\S]*(?=<!-- \/hostile corpus -->)/;

/** Runs the hostile corpus, one program after another, and prints what became of each; with `--write` into HOSTILE.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
  const outcomes: HostileOutcome[] = [];
  for (const program of hostileCorpus) {
    process.stderr.write(`${program.name} …\n`);
    outcomes.push(await runHostile(program, options => openSession(local(), options)));
  }
  const text = `\n${summary(outcomes)}\n\n${table(outcomes)}\n\n`;
  if (values.write)
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(section, () => text),
    );
  else console.log(text.trim());
}

function summary(outcomes: readonly HostileOutcome[]): string {
  const late = outcomes.flatMap(({ end, overMs }) => (end === "timeout" ? [overMs ?? 0] : []));
  const count = (state: string) => outcomes.filter(outcome => outcome.state === state).length;
  const skipped = outcomes.filter(outcome => outcome.skipped !== undefined).length;
  const states = ["kept", "restored", "reset", "lost"].map(state => `${count(state)} ${state}`).join(", ");
  return [
    `${outcomes.length} programs on \`local()\`: ${states}, ${skipped} not run.`,
    `${late.length} were stopped by their limit: control was back ${median(late).toFixed(0)} ms after it in the middle,`,
    `${Math.max(...late).toFixed(0)} ms at the latest.`,
  ].join(" ");
}

function table(outcomes: readonly HostileOutcome[]): string {
  const rows = outcomes.map(({ name, skipped, end, state, overMs = 0 }) => {
    if (skipped !== undefined) return `| ${name} | | not run here | |`;
    const back = overMs < 0 ? "ended by itself" : `+${overMs.toFixed(0)}`;
    return `| ${name} | ${back} | ${end} | ${state} |`;
  });
  return ["| program | control back, ms over its limit | end | state |", "|---|---|---|---|", ...rows].join(
    "\n",
  );
}

await main();
