import { readdir } from "node:fs/promises";
import type { ProviderSession, Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { hostVariable, openDescriptors, temporaryFolder } from "../../observe/host.ts";
import { descendants, markedAfter, markVariable } from "../../observe/processes.ts";
import { completes } from "../../run-cell.ts";

const busy = `
import subprocess, tempfile, threading, time
subprocess.Popen(["sleep", "600"])
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
tempfile.mkdtemp()
print("x" * 200_000)
`;
const daemons = `
import os, subprocess, time
subprocess.Popen(["sh", "-c", "sleep 600 & sleep 600"], start_new_session=True)
pid = os.fork()
if pid == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "600"])
    os._exit(0)
os.waitpid(pid, 0)
subprocess.Popen(["nohup", "sleep", "600"], preexec_fn=os.setpgrp)
subprocess.Popen(["python3", "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"])
time.sleep(0.1)
`;

/** 16: a session leaves no trace on this machine. */
export const nothingIsLeft: Law = defineLaw({
  number: 16,
  title: "closing leaves no process, no temporary file and no descriptor, cycle after cycle",
  applies: livePython,
  timeoutMs: 60_000,
  async check(context) {
    await using folder = await temporaryFolder();
    using _ = hostVariable("TMPDIR", folder.path);
    const mark = crypto.randomUUID();
    const cycle = async () => {
      const session = await context.open({
        policy: { env: { [markVariable]: mark }, limits: { outputBytes: 1000 } },
      });
      await completes(session, busy);
      await useFacets(session);
      await session.close();
    };
    await cycle();
    const before = { processes: await descendants(), descriptors: await openDescriptors() };
    for (let turn = 0; turn < Math.max(8 * context.scale, 2); turn++) await cycle();
    same(await markedAfter(mark, 2_000), [], "the processes that bear the session's mark");
    const left = (await descendants()).filter(pid => !before.processes.includes(pid));
    same(left, [], "the processes that sessions left");
    same(await readdir(folder.path), [], "the temporary files that sessions left");
    same(await context.leftovers(), [], "what the provider left elsewhere");
    const grown = ((await openDescriptors()) ?? 0) - (before.descriptors ?? 0);
    holds(grown <= 2, "no more descriptors than before", `${grown} more`);
  },
});

/** 25: a daemon is a child too. */
export const daemonsDieWithTheSession: Law = defineLaw({
  number: 25,
  title: "closing kills double-forked children and those in sessions of their own",
  applies: livePython,
  async check({ open }) {
    const mark = crypto.randomUUID();
    const session = await open({ policy: { env: { [markVariable]: mark } } });
    await completes(session, daemons);
    await session.close();
    same(await markedAfter(mark, 3_000), [], "the processes that outlived their session");
  },
});

async function useFacets(session: Session): Promise<void> {
  const { files, shell }: Partial<Pick<ProviderSession, "files" | "shell">> = session;
  await files?.write("left", "x".repeat(100_000));
  await shell?.start("sleep 600 & sleep 600");
}
