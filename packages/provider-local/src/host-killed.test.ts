import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openSession } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { local } from "./local.ts";

const isLinux = process.platform === "linux";

/** A host of its own: runs a cell that never ends and leaves what it can behind. */
const host = `
import { openSession } from "@tinycodeagent/core";
import { local } from ${JSON.stringify(join(import.meta.dirname, "local.ts"))};
const session = await openSession(local());
await session.checkpoints.create();
const forked = await session.fork();
void forked.run("while True: print(1)").result;
void session.shell.run("setsid sleep 66 & sleep 67", { timeoutMs: 60_000 });
await session.run("import os, subprocess\\nsubprocess.Popen(['setsid', 'sleep', '68'])").result;
const { value } = await session.run("os.getppid()").result;
console.log(JSON.stringify([session.report.workdir.replace(/\\/work$/, ""), value]));
await session.run("import time\\ntime.sleep(60)").result;
`;

async function startHost(): Promise<{ readonly folder: string; readonly supervisor: number; kill(): void }> {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", host], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const [folder, supervisor] = JSON.parse(String(line));
  return { folder, supervisor, kill: () => void child.kill("SIGKILL") };
}

function bearers(mark: string): readonly string[] {
  return readdirSync("/proc").filter(name => /^\d+$/.test(name) && bears(name, mark));
}

function bears(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`TINYCODEAGENT_SANDBOX=${mark}`);
  } catch {
    return false;
  }
}

const openElsewhere = (folder: string) =>
  `import { openSession } from "@tinycodeagent/core";
import { local } from ${JSON.stringify(join(import.meta.dirname, "local.ts"))};
import { existsSync } from "node:fs";
const session = await openSession(local());
await session.close();
process.on("exit", () => console.log(existsSync(${JSON.stringify(folder)})));`;

async function outputOf(program: string): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Response(child.stdout as unknown as ReadableStream).text();
}

it.skipIf(!isLinux)(
  "a host that is killed leaves no process, and its folder goes with the next host",
  async () => {
    const killed = await startHost();
    expect(bearers(killed.folder).length).toBeGreaterThan(6);
    await using beside = await openSession(local());
    killed.kill();
    await expect.poll(() => bearers(killed.folder), { timeout: 2_000 }).toEqual([]);
    expect((await outputOf(openElsewhere(killed.folder))).trim()).toBe("false");
    // A host that lives keeps what is its own.
    expect(existsSync(beside.report.workdir)).toBe(true);
  },
);

it.skipIf(!isLinux)(
  "a host and its kernel that are killed together leave what the next host ends",
  async () => {
    const killed = await startHost();
    killed.kill();
    process.kill(killed.supervisor, "SIGKILL");
    expect((await outputOf(openElsewhere(killed.folder))).trim()).toBe("false");
    expect(bearers(killed.folder)).toEqual([]);
  },
);
