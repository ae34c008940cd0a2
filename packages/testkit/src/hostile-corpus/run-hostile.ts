import {
  type EndEvent,
  type EndReason,
  isCodeAgentError,
  type OpenSessionOptions,
  type Session,
  type StateFate,
} from "@tinycodeagent/core";
import { holds, LawBroken, same, within } from "../conformance/assertions.ts";
import { markVariable } from "../conformance/observe/processes.ts";
import { scaleFromEnvironment } from "../conformance/scale.ts";
import { checkGoesOn, checkIsLost, checkState, prepare } from "./check-state.ts";
import type { HostileProgram } from "./hostile-program.ts";
import { leftAfter, type Traces, tracesOf } from "./leftovers.ts";
import { whyNot } from "./why-not.ts";

/** What the ladder from interrupt to kill may take. */
const allowanceMs = 250;
/** What a machine that does other things may add. */
const loadMs = 500;
const processes = 64;

/** How a hostile program was held. */
export interface HostileOutcome {
  readonly name: string;
  /** Why it was not run; all else is absent then. */
  readonly skipped?: string;
  /** Milliseconds beyond the limit until control was back; below 0 for a program that ended by itself. */
  readonly overMs?: number;
  /** How it ended; `"SESSION_LOST"` where it took the session with it. */
  readonly end?: EndReason | "SESSION_LOST";
  readonly state?: StateFate;
  readonly protected?: boolean;
}

/** Options of {@link runHostile}. */
export interface RunHostileOptions {
  /** Milliseconds that a loaded machine may be late. Default: 500, and none where `TINYCODEAGENT_SCALE` is above 1. */
  readonly slackMs?: number;
}

/**
 * Runs a hostile program in a session of its own, measures when control is back, holds what the result says of the state
 * against the state, and closes the session: no process may be left. A program that needs a place which this session is not
 * is skipped with its reason, and nothing of it runs.
 * @throws LawBroken
 */
export async function runHostile(
  program: HostileProgram,
  openSession: (options: OpenSessionOptions) => Promise<Session>,
  { slackMs = scaleFromEnvironment() > 1 ? 0 : loadMs }: RunHostileOptions = {},
): Promise<HostileOutcome> {
  let traces: Traces = { mark: crypto.randomUUID() };
  const session = await openFor(program, traces, openSession);
  if (typeof session === "string") return { name: program.name, skipped: session };
  try {
    const skipped = whyNot(program, session.capabilities);
    if (skipped !== undefined) return { name: program.name, skipped };
    traces = await tracesOf(session, traces.mark);
    return await attack(session, program, slackMs);
  } catch (error) {
    if (error instanceof LawBroken) throw new LawBroken(`${program.name}: ${error.message}`);
    throw error;
  } finally {
    await within(15_000, session.close(), `${program.name}: the session to close`);
    same(await leftAfter(traces, 3_000), [], `${program.name}: the processes that are left`);
  }
}

/** A session for a program; or why there can be none that holds it. */
async function openFor(
  { needs }: HostileProgram,
  { mark }: Traces,
  openSession: (options: OpenSessionOptions) => Promise<Session>,
): Promise<Session | string> {
  const limits = needs === "pids-limit" ? { limits: { processes } } : {};
  try {
    return await openSession({ policy: { env: { [markVariable]: mark }, ...limits } });
  } catch (error) {
    if (needs !== undefined && isCodeAgentError(error, "POLICY_UNSUPPORTED"))
      return `it needs a ${needs}: ${error.message}`;
    throw error;
  }
}

async function attack(session: Session, program: HostileProgram, slackMs: number): Promise<HostileOutcome> {
  const { name, needs, limits, silentMs = 0 } = program;
  const before = await prepare(session, program.earlier);
  const code = `${needs ? `armed = ${JSON.stringify(needs)}\n` : ""}during = 1\n${program.code}`;
  const startedMs = performance.now();
  const running = session.run(code, { limits }).result.catch(lossOf);
  const result = await within(limits.timeMs + silentMs + 15_000, running, "the cell to end");
  const overMs = performance.now() - startedMs - limits.timeMs;
  const allowedMs = silentMs + allowanceMs + slackMs;
  holds(
    overMs <= allowedMs,
    `control within ${limits.timeMs} + ${allowedMs} ms`,
    `${Math.round(overMs)} more`,
  );
  if (result === "SESSION_LOST") {
    holds(program.fate.includes("lost"), `one of the fates ${program.fate.join(", ")}`, result);
    await checkIsLost(session);
    return { name, overMs, end: result, state: "lost", protected: false };
  }
  checkEnd(program, session, result.end);
  await checkState(session, result, before);
  await checkGoesOn(session, result.state);
  return { name, overMs, end: result.end.reason, state: result.state, protected: result.end.protected };
}

function lossOf(error: unknown): "SESSION_LOST" {
  if (isCodeAgentError(error, "SESSION_LOST")) return "SESSION_LOST";
  throw error;
}

function checkEnd(program: HostileProgram, session: Session, end: EndEvent): void {
  const isCrashProof = session.capabilities.state === "crash-proof";
  const fates = isCrashProof
    ? program.fate
    : program.fate.map(fate => (fate === "restored" ? "reset" : fate));
  holds(program.ends.includes(end.reason), `one of the ends ${program.ends.join(", ")}`, end);
  holds(fates.includes(end.state), `one of the fates ${fates.join(", ")}`, end);
  holds(end.state !== "restored" || end.protected, "a cell that was undone to be protected", end);
  holds(end.state !== "reset" || !end.protected, "a cell that was not undone to be unprotected", end);
  holds(end.protected || Boolean(end.unprotectedReason), "a reason why the cell was not protected", end);
  if (!isCrashProof || program.unprotected === undefined) return;
  holds(!end.protected, "an unprotected cell", end);
  holds(end.unprotectedReason?.includes(program.unprotected) ?? false, program.unprotected, end);
}
