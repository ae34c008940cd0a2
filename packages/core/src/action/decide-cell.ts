import type { Cell } from "../contract/cell.ts";
import type { Run } from "../run/run.ts";
import { decideInRun, type Resolution } from "./decide-in-run.ts";

/** Asks the `beforeExecute` deciders about a cell. */
export function decideCell(run: Run, cell: Cell): Promise<Resolution<Cell>> {
  return decideInRun(run, {
    deciders: run.hooks.deciders("beforeExecute").map(hook => ({
      hook: hook.name,
      timeoutMs: hook.timeoutMs,
      decide: (input, context) => hook.beforeExecute(input, context),
    })),
    input: cell,
    signal: run.stop.signal,
    validate: input => Promise.resolve(checkCell(run, input)),
    subject: ({ code, language }) => ({ kind: "execute", code, language: language ?? "python" }),
  });
}

function checkCell(run: Run, cell: unknown): { ok: true } | { ok: false; message: string } {
  const { code, language } = (cell ?? {}) as Partial<Cell>;
  if (typeof code !== "string" || !code.trim()) return { ok: false, message: "expected a cell with code" };
  const languages = run.held?.session.capabilities.languages ?? [];
  if (language === undefined || languages.includes(language)) return { ok: true };
  return {
    ok: false,
    message: `expected a language of ${languages.join(", ")}, got ${JSON.stringify(language)}`,
  };
}
