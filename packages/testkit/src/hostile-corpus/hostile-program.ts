import type { EndReason, ExecutionLimits, StateFate } from "@tinycodeagent/core";

/** What a place must have before a program may run there, because the program would harm the machine elsewhere. */
export type HostileNeed = "pid-namespace" | "pids-limit";

/** A program that does not want to end, or does not want its session to live, and what must become of both. */
export interface HostileProgram {
  readonly name: string;
  /** A cell that runs before it and must complete; what it leaves is part of the state of before. */
  readonly earlier?: string;
  readonly code: string;
  /** Limits of the cell. A program that ends by itself has more time than it needs. */
  readonly limits: Partial<ExecutionLimits> & Pick<ExecutionLimits, "timeMs">;
  /** Absent: it harms nothing but its own session. */
  readonly needs?: HostileNeed;
  /** How the cell may end. Empty: it takes the session with it. */
  readonly ends: readonly EndReason[];
  /** What may become of the state of a session that is `crash-proof`; in one that is not, `restored` is `reset`. */
  readonly fate: readonly StateFate[];
  /** Part of the reason why the cell is not protected, where it cannot be. */
  readonly unprotected?: string;
  /** Milliseconds beyond the limit that core takes to give a silent session up; with the fate `lost` only. */
  readonly silentMs?: number;
}

/** For programs that must be stopped. */
export const short: HostileProgram["limits"] = { timeMs: 150 };

/** For programs that end by themselves. */
export const ample: HostileProgram["limits"] = { timeMs: 8_000 };

/** The program says that it goes on when it is stopped: an interrupt works, and what it did is kept. */
export const interrupted: Pick<HostileProgram, "limits" | "ends" | "fate"> = {
  limits: short,
  ends: ["timeout"],
  fate: ["kept"],
};

/** The program cannot be interrupted: it is killed. */
export const killed: Pick<HostileProgram, "limits" | "ends" | "fate"> = {
  limits: short,
  ends: ["timeout"],
  fate: ["restored"],
};

/** The program ends its own interpreter. */
export const crashed: Pick<HostileProgram, "limits" | "ends" | "fate"> = {
  limits: ample,
  ends: ["crashed"],
  fate: ["restored"],
};

/** The program ends as any other does. */
export const completed: Pick<HostileProgram, "limits" | "ends" | "fate"> = {
  limits: ample,
  ends: ["completed"],
  fate: ["kept"],
};

/** The program fails as any other does. */
export const raised: Pick<HostileProgram, "limits" | "ends" | "fate"> = {
  limits: ample,
  ends: ["exception"],
  fate: ["kept"],
};
