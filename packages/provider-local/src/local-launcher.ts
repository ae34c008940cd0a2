import { type Capabilities, CodeAgentError, type SandboxLauncher } from "@tinycodeagent/core";
import { findPython } from "./find-python.ts";
import { openLocalSandbox } from "./local-sandbox.ts";
import { checkOptions, type LocalOptions } from "./options.ts";
import { probeLocal } from "./probe-local.ts";

const capabilities: Capabilities = {
  isolation: "process",
  languages: [],
  facets: [],
  network: ["all"],
  fileRules: [],
  enforces: [],
  workspace: ["bind"],
  packages: [],
  state: "none",
};

/** The launcher under {@link local}: child processes of this machine. */
export function localLauncher(options: LocalOptions = {}): SandboxLauncher {
  const { python } = checkOptions(options);
  return {
    specVersion: 1,
    name: "local",
    capabilities,
    probe: () => probeLocal(python, capabilities),
    async open({ policy }) {
      checkPlatform();
      const { executable } = await findPython(python);
      return openLocalSandbox(executable, policy);
    },
  };
}

function checkPlatform(): void {
  if (process.platform !== "win32") return;
  throw new CodeAgentError(
    "PROVIDER_UNAVAILABLE",
    "Expected a system with fork for local(), got Windows. Use WSL, Docker or a remote provider.",
  );
}
