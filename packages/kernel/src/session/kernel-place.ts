import type { Capabilities, Policy, Sandbox, SessionReport } from "@tinycodeagent/core";
import type { Connection } from "../wire/index.ts";

/** A running kernel in its sandbox, and what is known of both. */
export interface KernelPlace {
  readonly connection: Connection;
  readonly sandbox: Sandbox;
  readonly capabilities: Capabilities;
  readonly report: SessionReport;
  readonly policy: Policy;
}

/** A {@link KernelPlace} that several sessions share. */
export interface SharedPlace extends KernelPlace {
  /** A name that no other session of this place has. */
  readonly newBranch: () => string;
  /** One more session is here; the returned function says that it is not any more, and whether it was the last. */
  readonly enter: () => () => boolean;
  /** Ends the kernel and its sandbox. Idempotent. */
  readonly close: () => Promise<void>;
}

/** Makes a place shareable. It is closed when its kernel is gone. */
export function sharePlace(place: KernelPlace): SharedPlace {
  const { connection, sandbox } = place;
  let branches = 0;
  let sessions = 0;
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    await connection.close();
    await sandbox.close();
  }

  // A kernel that was killed leaves what it started behind; its sandbox can end it.
  void connection.ended.then(() => closing ?? sandbox.close()).catch(() => {});
  return {
    ...place,
    newBranch: () => `fork-${++branches}`,
    enter() {
      sessions += 1;
      return () => --sessions === 0;
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}
