import {
  defaultLimits,
  type ForkRequest,
  type ProviderSession,
  type SessionCheckpoints,
  type SessionFiles,
  type SessionShell,
  type SessionTransfer,
  type SessionVariables,
} from "@tinycodeagent/core";
import { executeCell, sessionBusy } from "../cells/execute-cell.ts";
import { languageBranch } from "../cells/language-branch.ts";
import { askStates } from "../facets/ask-states.ts";
import { kernelCheckpoints } from "../facets/checkpoints.ts";
import { kernelFiles } from "../facets/files.ts";
import type { InterpreterPlace } from "../facets/interpreter-call.ts";
import { kernelShell } from "../facets/shell.ts";
import { kernelTransfer } from "../facets/transfer.ts";
import { kernelVariables } from "../facets/variables.ts";
import { sessionClosed, viewOf } from "../wire/index.ts";
import { settledWithin } from "../wire/settled-within.ts";
import { type Fork, forkBranch } from "./fork-branch.ts";
import { type KernelPlace, type SharedPlace, sharePlace } from "./kernel-place.ts";

/** What every session of the kernel has, wherever it runs; `checkpoints` and `fork` need Linux, and are absent elsewhere. */
export interface KernelSession extends ProviderSession {
  readonly files: SessionFiles;
  readonly shell: SessionShell;
  readonly variables: SessionVariables;
  readonly checkpoints: SessionCheckpoints;
  readonly fork: Fork<KernelSession>;
  readonly export: SessionTransfer["export"];
  readonly import: SessionTransfer["import"];
}

/** Milliseconds that a branch has to end. */
const closeMs = 5_000;

/** The first session on an open kernel. */
export function kernelSession(place: KernelPlace): KernelSession {
  return branchSession(sharePlace(place), "main");
}

/** A session on a branch: one request at a time on its interpreter, any number beside it. */
function branchSession(place: SharedPlace, branch: string): KernelSession {
  const { capabilities, report, policy } = place;
  const connection = viewOf(place.connection);
  const leave = place.enter();
  let occupant: symbol | undefined;
  let closing: Promise<void> | undefined;

  function enter(): Disposable {
    if (closing) throw sessionClosed();
    if (occupant) throw sessionBusy();
    const own = Symbol();
    occupant = own;
    const leave = () => {
      // Whoever came in the meantime stays.
      if (occupant === own) occupant = undefined;
    };
    return { [Symbol.dispose]: leave };
  }

  async function close(): Promise<void> {
    connection.leave();
    if (leave()) return place.close();
    const ended = askStates(viewOf(place.connection), { type: "close_branch", branch });
    await settledWithin(
      ended.catch(() => {}),
      closeMs,
    );
  }

  const interpreter: InterpreterPlace = {
    connection,
    branch,
    async exclusively(run) {
      using _ = enter();
      return await run();
    },
  };

  return {
    id: crypto.randomUUID(),
    capabilities,
    report,
    async *execute(cell, context) {
      using occupied = enter();
      const target = { connection, branch: languageBranch(branch, cell, capabilities) };
      for await (const event of executeCell(target, cell, context)) {
        // Free before the reader knows that it ended.
        if (event.type === "end") occupied[Symbol.dispose]();
        yield event;
      }
    },
    files: kernelFiles(connection),
    shell: kernelShell(connection, { ...defaultLimits, ...policy.limits }),
    variables: kernelVariables(interpreter),
    ...kernelTransfer(interpreter),
    ...(capabilities.facets.includes("fork") && {
      checkpoints: kernelCheckpoints(connection, branch),
      fork: (request?: ForkRequest) =>
        forkBranch({ connection, place, branch, open: branchSession }, request),
    }),
    close() {
      closing ??= close();
      return closing;
    },
  } as KernelSession;
}
