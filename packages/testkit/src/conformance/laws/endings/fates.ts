import type { ExecutionResult, Json, Session } from "@tinycodeagent/core";
import { holds, same } from "../../assertions.ts";
import { evaluate } from "../../run-cell.ts";

const probe = "[globals().get('before'), globals().get('during')]";

/**
 * Holds what a result says of the state against the state: `before` was set to `"set"` in an earlier cell, `during` to 1
 * at the beginning of the cell that ended.
 */
export async function checkFate(
  session: Session,
  { state, end }: ExecutionResult,
  code: string,
): Promise<void> {
  const truth: Record<string, readonly Json[]> = {
    kept: ["set", 1],
    restored: ["set", null],
    reset: [null, null],
  };
  const expected = truth[state];
  holds(
    expected !== undefined,
    `a fate of the state that a living session can have after ${JSON.stringify(code)}`,
    state,
  );
  same(await evaluate(session, probe), expected, `the variables after "${state}" of ${JSON.stringify(code)}`);
  if (session.capabilities.state === "crash-proof")
    holds(
      state !== "reset" || !end.protected,
      `a protected state to come back after ${JSON.stringify(code)}`,
      end,
    );
}
