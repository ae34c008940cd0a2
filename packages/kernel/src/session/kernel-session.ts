import {
  type Capabilities,
  defaultLimits,
  type Policy,
  type ProviderSession,
  type Sandbox,
  type SessionFiles,
  type SessionReport,
  type SessionShell,
  type SessionVariables,
} from "@tinycodeagent/core";
import { executeCell, sessionBusy } from "../cells/execute-cell.ts";
import { kernelFiles } from "../facets/files.ts";
import { kernelShell } from "../facets/shell.ts";
import { kernelVariables } from "../facets/variables.ts";
import { type Connection, sessionClosed } from "../wire/index.ts";

/** What every session of the kernel has, wherever it runs. */
export interface KernelSession extends ProviderSession {
  readonly files: SessionFiles;
  readonly shell: SessionShell;
  readonly variables: SessionVariables;
}

/** What a session is made of. */
export interface KernelSessionParts {
  readonly connection: Connection;
  readonly sandbox: Sandbox;
  readonly capabilities: Capabilities;
  readonly report: SessionReport;
  readonly policy: Policy;
}

/** A session on an open kernel: one request at a time on its interpreter, any number beside it. */
export function kernelSession({
  connection,
  sandbox,
  capabilities,
  report,
  policy,
}: KernelSessionParts): KernelSession {
  const branch = "main";
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
    await connection.close();
    await sandbox.close();
  }

  // A kernel that was killed leaves what it started behind; its sandbox can end it.
  void connection.ended.then(() => closing ?? sandbox.close()).catch(() => {});

  return {
    id: crypto.randomUUID(),
    capabilities,
    report,
    async *execute(cell, context) {
      using place = enter();
      for await (const event of executeCell({ connection, branch }, cell, context)) {
        // Free before the reader knows that it ended.
        if (event.type === "end") place[Symbol.dispose]();
        yield event;
      }
    },
    files: kernelFiles(connection),
    shell: kernelShell(connection, { ...defaultLimits, ...policy.limits }),
    variables: kernelVariables(connection, branch, async run => {
      using _ = enter();
      return await run();
    }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
