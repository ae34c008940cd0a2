import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession, type SandboxLauncher } from "@tinycodeagent/core";
import { localLauncher } from "@tinycodeagent/provider-local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";

let shared: string;
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), "spill-"));
});
afterAll(() => rm(shared, { recursive: true }));

/** A launcher whose processes share one temporary folder, which nobody empties. */
function withSharedFolder(launcher: SandboxLauncher): SandboxLauncher {
  return {
    ...launcher,
    async open(request) {
      const sandbox = await launcher.open(request);
      const env = { TMPDIR: shared };
      return {
        ...sandbox,
        spawn: (argv, options) => sandbox.spawn(argv, { ...options, env: { ...options?.env, ...env } }),
      };
    },
  };
}

it.each(["1", "print('x' * 1_000)", "print('x' * 1_000)\nimport os\nos.mkdir(os.path.join(folder, 'more'))"])(
  "A session takes the folder of its output with it: %j",
  async code => {
    const session = await openSession(processProvider(withSharedFolder(localLauncher())));
    // The folder is made by the time that a cell has run.
    await session.run("1").result;
    const [name = ""] = await readdir(shared);
    await session.run(`folder = ${JSON.stringify(join(shared, name))}`).result;
    const result = await session.run(code, { limits: { outputBytes: 100 } }).result;
    expect(result).toMatchObject({ status: "completed" });
    expect(name).toMatch(/^tinycodeagent-output-/);
    await session.close();
    expect(await readdir(shared)).toEqual([]);
  },
);
