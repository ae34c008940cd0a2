import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { openSession, type Sandbox, type SandboxLauncher, type SandboxProcess } from "@tinycodeagent/core";
import { processProvider } from "@tinycodeagent/kernel";

/** Runs code at the lowest priority of this machine: whatever can start a process can be a provider. */
const patient = () => processProvider(patientLauncher);

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
  probe: async () => ({
    available: true,
    findings: [{ check: "nice", ok: true, detail: "this machine has nice" }],
  }),
  async open() {
    const workdir = await mkdtemp(join(tmpdir(), "patient-"));
    const processes: SandboxProcess[] = [];
    const sandbox: Sandbox = {
      workdir,
      python: ["nice", "-n", "19", "python3"],
      async spawn(argv, { cwd = workdir, env } = {}) {
        const started = start(argv, cwd, { PATH: process.env.PATH ?? "", ...env });
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

function start(argv: readonly string[], cwd: string, env: Record<string, string>): SandboxProcess {
  const child = spawn(argv[0] ?? "", argv.slice(1), { cwd, env });
  const exited = once(child, "exit").then(([exitCode, signal]) => (signal ? { signal } : { exitCode }));
  return {
    stdin: Writable.toWeb(child.stdin),
    stdout: Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
    stderr: Readable.toWeb(child.stderr) as ReadableStream<Uint8Array>,
    exited,
    kill: async () => void (child.kill("SIGKILL") && (await exited)),
  };
}

await using session = await openSession(patient());
const niceness = await session.run("import os\nos.nice(0)").result;
console.log(niceness.status === "completed" && `Python runs with niceness ${niceness.value}`);
