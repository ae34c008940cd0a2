import { isCodeAgentError, messageOf, type ProbeFinding, type ProbeReport } from "@tinycodeagent/core";
import type { KernelSession } from "../session/kernel-session.ts";

/** Adds to a launcher's report what a real session in it says. */
export async function probeKernel(
  report: ProbeReport,
  open: () => Promise<KernelSession>,
): Promise<ProbeReport> {
  const startedMs = performance.now();
  try {
    const session = await open();
    const openedMs = Math.round(performance.now() - startedMs);
    await session.close();
    const detail = `Python ${session.report.versions.python}, a session opened in ${openedMs} ms`;
    return {
      available: true,
      capabilities: session.capabilities,
      findings: [
        ...report.findings,
        { check: "session", ok: true, detail },
        ...session.report.warnings.map(warning),
      ],
    };
  } catch (error) {
    if (isCodeAgentError(error, "ABORTED")) throw error;
    return {
      available: false,
      findings: [...report.findings, { check: "session", ok: false, detail: messageOf(error) }],
    };
  }
}

function warning(detail: string): ProbeFinding {
  return { check: "limits", ok: true, detail };
}
