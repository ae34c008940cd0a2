import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  type CodeExecutionProvider,
  openSession,
  type Sandbox,
  type SandboxLauncher,
  type SandboxProcess,
} from "@tinycodeagent/core";
import { sandboxProcess } from "@tinycodeagent/core/node";
import { processProvider } from "@tinycodeagent/kernel";

/** Runs code at the lowest priority of this machine: whatever can start a process can be a provider. */
export function patient(): CodeExecutionProvider {
  return processProvider(patientLauncher);
}

const patientLauncher: SandboxLauncher = {
  specVersion: 1,
  name: "patient",
  capabilities: {
    isolation: "process",
    languages: [],
    facets: [],
    network: ["all"],
    fileRules: [],
    enforces: [],
    workspace: [],
    packages: [],
    state: "none",
  },
  async probe() {
    const failure = await promisify(execFile)("nice", ["true"]).then(() => undefined, String);
    return {
      available: !failure,
      findings: [{ check: "nice", ok: !failure, detail: failure ?? "nice works" }],
    };
  },
  async open() {
    const workdir = await mkdtemp(join(tmpdir(), "patient-"));
    const processes: SandboxProcess[] = [];
    const sandbox: Sandbox = {
      workdir,
      python: ["nice", "-n", "19", "python3"],
      async spawn([file = "", ...args], { cwd = workdir, env } = {}) {
        const options = { cwd, env: { PATH: process.env.PATH, ...env }, detached: true };
        const started = sandboxProcess(spawn(file, args, options));
        processes.push(started);
        return started;
      },
      async close() {
        await Promise.all(processes.map(process => process.kill()));
        await rm(workdir, { recursive: true, force: true });
      },
      [Symbol.asyncDispose]: () => sandbox.close(),
    };
    return sandbox;
  },
};

if (import.meta.main) {
  await using session = await openSession(patient());
  const niceness = await session.run("import os\nos.nice(0)").result;
  console.log(niceness.status === "completed" && `Python runs with niceness ${niceness.value}`);
}
