import { type Capabilities, messageOf, type ProbeReport } from "@tinycodeagent/core";
import { findPython } from "./find-python.ts";

/** Looks for Python; the kernel then opens a real session. */
export async function probeLocal(command: string, capabilities: Capabilities): Promise<ProbeReport> {
  if (process.platform === "win32") {
    const remedy = "Use WSL, Docker or a remote provider.";
    return {
      available: false,
      findings: [{ check: "platform", ok: false, detail: "Windows has no fork", remedy }],
    };
  }
  try {
    const { executable, version } = await findPython(command);
    return {
      available: true,
      capabilities,
      findings: [{ check: "python", ok: true, detail: `${version} at ${executable}` }],
    };
  } catch (error) {
    const remedy = 'Install Python 3.9 or later, or pass local({ python: "/path/to/python3" }).';
    return { available: false, findings: [{ check: "python", ok: false, detail: messageOf(error), remedy }] };
  }
}
