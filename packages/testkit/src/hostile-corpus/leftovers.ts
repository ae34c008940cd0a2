import { readdir, readFile, readlink } from "node:fs/promises";
import type { Session } from "@tinycodeagent/core";
import { markedProcesses } from "../conformance/observe/processes.ts";
import { completes } from "../conformance/run-cell.ts";

/** By what the processes of a session can be found on this machine. */
export interface Traces {
  /** In the environment of whatever it starts. */
  readonly mark: string;
  /** The system's session that its interpreter belongs to, where this machine has the same processes. */
  readonly systemSession?: string;
}

// An expression: it leaves no name behind.
const where =
  "(lambda os: [os.path.exists('/proc/self/ns/pid') and os.readlink('/proc/self/ns/pid'), os.getsid(0)])(__import__('os'))";

/** Asks a session where it runs. */
export async function tracesOf(session: Session, mark: string): Promise<Traces> {
  const { value } = await completes(session, where);
  const [place, systemSession] = Array.isArray(value) ? value.map(String) : [];
  const here = await readlink("/proc/self/ns/pid").catch(() => undefined);
  const own = (await statOf("self")).session;
  const isShared = place !== undefined && place === here && systemSession !== own;
  return { mark, ...(isShared && systemSession !== undefined && { systemSession }) };
}

/** Waits until a session left no process; returns those that are there after that time. */
export async function leftAfter(traces: Traces, milliseconds: number): Promise<readonly number[]> {
  const deadline = performance.now() + milliseconds;
  while (true) {
    const left = [...(await markedProcesses(traces.mark)), ...(await membersOf(traces.systemSession))];
    if (left.length === 0 || performance.now() > deadline) return left;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function membersOf(systemSession: string | undefined): Promise<readonly number[]> {
  if (systemSession === undefined) return [];
  const names = (await readdir("/proc").catch(() => [])).filter(name => Number(name) > 0);
  const found = await Promise.all(
    names.map(async name => {
      const { state, session } = await statOf(name);
      return session === systemSession && state !== "Z" ? [Number(name)] : [];
    }),
  );
  return found.flat();
}

async function statOf(process: string): Promise<{ readonly state?: string; readonly session?: string }> {
  const text = await readFile(`/proc/${process}/stat`, "latin1").catch(() => "");
  const [state, , , session] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { ...(state && { state }), ...(session && { session }) };
}
