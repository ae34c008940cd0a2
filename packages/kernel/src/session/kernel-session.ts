import {
  type Capabilities,
  CodeAgentError,
  defaultLimits,
  type Policy,
  type ProviderSession,
  type Sandbox,
  type SessionFiles,
  type SessionReport,
  type SessionShell,
  type SessionVariables,
} from "@tinycodeagent/core";
import { executeCell } from "../cells/execute-cell.ts";
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
  let isBusy = false;
  let closing: Promise<void> | undefined;

  function enter(): void {
    if (closing) throw sessionClosed();
    if (isBusy)
      throw new CodeAgentError(
        "SESSION_BUSY",
        "Expected a session without a running cell, but one runs. Await its result, or abort it.",
      );
    isBusy = true;
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
      enter();
      try {
        for await (const event of executeCell({ connection, branch }, cell, context)) {
          // Free before the reader knows that it ended.
          if (event.type === "end") isBusy = false;
          yield event;
        }
      } finally {
        isBusy = false;
      }
    },
    files: kernelFiles(connection),
    shell: kernelShell(connection, { ...defaultLimits, ...policy.limits }),
    variables: kernelVariables(connection, branch, async run => {
      enter();
      try {
        return await run();
      } finally {
        isBusy = false;
      }
    }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
