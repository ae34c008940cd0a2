import { type ExecutionResult, isCodeAgentError, type Json, type Session } from "@tinycodeagent/core";
import { holds, same, within } from "../conformance/assertions.ts";
import { completes, summary } from "../conformance/run-cell.ts";

/** A deep value, and an iterator that was begun: only the very same interpreter has it where it was. */
const state = 'before = ["set", {"deep": [1, 2]}]\nhidden = iter([1, 2, 3])\nnext(hidden)';
const value: Json = ["set", { deep: [1, 2] }];
const answerMs = 5_000;

/** Makes the state that the checks know, and returns the names that are there before the program. */
export async function prepare(session: Session, earlier: string | undefined): Promise<Json | undefined> {
  await completes(session, state);
  if (earlier !== undefined) await completes(session, earlier);
  return (await completes(session, "[*globals()]")).value;
}

/** Holds what a result says of the state against the state. */
export async function checkState(
  session: Session,
  result: ExecutionResult,
  names: Json | undefined,
): Promise<void> {
  const expected: Readonly<Record<string, readonly [code: string, value: Json | undefined]>> = {
    // Without a single function: the program may have exchanged them, and what it did is kept.
    kept: ["[before, during]", [value, 1]],
    restored: ["[before, [*globals()], next(hidden)]", names === undefined ? undefined : [value, names, 2]],
    reset: ["[globals().get('before'), globals().get('during')]", [null, null]],
  };
  const check = expected[result.state];
  holds(check !== undefined, "a fate that a living session can have", result.state);
  same(await answer(session, check[0]), check[1], `the state after "${result.state}"`);
}

/** The session works: it computes, and, unless what the program did is kept, it prints too. */
export async function checkGoesOn(session: Session, fate: ExecutionResult["state"]): Promise<void> {
  same(await answer(session, "6 * 7"), 42, "the value of a next cell");
  if (fate === "kept") return;
  const next = session.run("print('next')").result;
  const result = await within(answerMs, next, "a next cell to end");
  same([result.status, result.stdout], ["completed", "next\n"], "a next cell");
}

/** A lost session says so to whoever comes next. */
export async function checkIsLost(session: Session): Promise<void> {
  const run = async () => session.run("1").result;
  const next: unknown = await within(
    answerMs,
    run().catch((error: unknown) => error),
    "a lost session to answer",
  );
  const isRefused = isCodeAgentError(next, "SESSION_LOST") || isCodeAgentError(next, "SESSION_CLOSED");
  holds(isRefused, "SESSION_LOST or SESSION_CLOSED of a session that is lost", next);
}

async function answer(session: Session, code: string): Promise<Json | undefined> {
  const result = await within(answerMs, session.run(code).result, `${code} to end`);
  holds(result.status === "completed", `${code} to complete`, summary(result));
  return result.value;
}
