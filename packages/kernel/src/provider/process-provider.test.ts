import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Capabilities, Policy, Sandbox, SandboxLauncher } from "@tinycodeagent/core";
import { openSession } from "@tinycodeagent/core";
import { localLauncher } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { processProvider } from "./process-provider.ts";

const coded = (code: string, message: unknown = expect.any(String)) =>
  expect.objectContaining({ code, message });

interface Watched extends SandboxLauncher {
  readonly spawned: string[][];
  readonly closed: () => number;
}

/** The local launcher, with another Python or another manifest, and what is done to its sandboxes. */
function launcher(
  change: { python?: readonly string[]; capabilities?: Partial<Capabilities> } = {},
): Watched {
  const base = localLauncher();
  const spawned: string[][] = [];
  let closed = 0;
  return {
    ...base,
    capabilities: { ...base.capabilities, ...change.capabilities },
    spawned,
    closed: () => closed,
    async open(request) {
      const sandbox = await base.open(request);
      const watched: Sandbox = {
        ...sandbox,
        ...(change.python && { python: change.python }),
        spawn(argv, options) {
          spawned.push([...argv]);
          return sandbox.spawn(argv, options);
        },
        close() {
          closed += 1;
          return sandbox.close();
        },
      };
      return watched;
    },
  };
}

const folderWith = (name: string) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kernel-test-")));
  writeFileSync(join(folder, name), "content");
  return folder;
};

describe("file rules of a policy hold for the file facet", () => {
  const rules = { capabilities: { fileRules: ["readable", "writable"] as const } };

  it("a workspace that is not writable is read, not written", async () => {
    const path = folderWith("a.txt");
    const policy: Policy = { workspace: { path, writable: false } };
    await using session = await openSession(processProvider(launcher(rules)), { policy });
    expect(new TextDecoder().decode(await session.files.read("a.txt"))).toBe("content");
    await expect(session.files.write("b.txt", "x")).rejects.toEqual(coded("FILE_DENIED"));
    await expect(session.files.remove("a.txt")).rejects.toEqual(coded("FILE_DENIED"));
  });

  it("further folders are readable or writable as the policy says, and others are closed", async () => {
    const [readable, writable, other] = [folderWith("a.txt"), folderWith("a.txt"), folderWith("a.txt")];
    const policy = { readable: [readable], writable: [writable] };
    await using session = await openSession(processProvider(launcher(rules)), { policy });
    await session.files.read(join(readable, "a.txt"));
    await expect(session.files.write(join(readable, "a.txt"), "x")).rejects.toEqual(coded("FILE_DENIED"));
    await session.files.write(join(writable, "b.txt"), "x");
    await expect(session.files.read(join(other, "a.txt"))).rejects.toEqual(coded("FILE_DENIED"));
  });
});

describe("opening a session", () => {
  it("runs nothing for a policy that the place cannot hold", async () => {
    const place = launcher();
    const opening = processProvider(place).openSession({
      policy: { network: "none" },
      tools: [],
      preload: [],
    });
    await expect(opening).rejects.toEqual(coded("POLICY_UNSUPPORTED"));
    expect(place.spawned).toEqual([]);
    expect(place.closed()).toBe(1);
  });

  it.each([
    ["exits at once", "exit 3", "code 3"],
    ["says why it failed", "echo broken library >&2; exit 1", "broken library"],
    ["speaks another version of the wire", `echo '{"type":"hello","wire":2}'; sleep 60`, "version 1"],
    [
      "greets without its languages",
      `echo '{"type":"hello","wire":1,"kernel":"1","python":"3","platform":"x","cwd":"/"}'; sleep 60`,
      "languages",
    ],
    ["greets without its versions", `echo '{"type":"hello","wire":1}'; sleep 60`, "versions"],
    ["speaks something else", "yes 'not a frame'", "not JSON"],
  ])("fails with the reason when the kernel %s, and leaves nothing", async (_, script, reason) => {
    const place = launcher({ python: ["sh", "-c", script] });
    const opening = openSession(processProvider(place));
    await expect(opening).rejects.toEqual(coded("SESSION_OPEN_FAILED", expect.stringContaining(reason)));
    expect(place.closed()).toBe(1);
  });

  it("says that a Python is too old", async () => {
    const place = launcher({ python: ["sh", "-c", "echo PYTHON_TOO_OLD 3.8.1 >&2; exit 64"] });
    await expect(openSession(processProvider(place))).rejects.toEqual(
      coded("PYTHON_TOO_OLD", expect.stringContaining("3.8.1")),
    );
  });

  it("ends at once when it is aborted while the kernel is silent", async () => {
    const place = launcher({ python: ["sh", "-c", "sleep 60"] });
    const startedMs = performance.now();
    await expect(openSession(processProvider(place), { signal: AbortSignal.timeout(200) })).rejects.toEqual(
      coded("ABORTED"),
    );
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(place.closed()).toBe(1);
  });

  it("needs a launcher of this contract", () => {
    const other = { ...launcher(), specVersion: 2 as unknown as 1 };
    expect(() => processProvider(other)).toThrow(coded("SPEC_VERSION_UNSUPPORTED"));
  });
});

it("the sandbox is closed when its kernel is gone", async () => {
  const place = launcher();
  await using session = await openSession(processProvider(place));
  await expect(session.run("import os\nos.kill(os.getppid(), 9)").result).rejects.toEqual(
    coded("SESSION_LOST"),
  );
  await expect.poll(place.closed).toBe(1);
});

it("reading variables is aborted by its signal, although their repr never ends", async () => {
  await using session = await openSession(processProvider(launcher()));
  await session.run("class Slow:\n    def __repr__(self):\n        while True: pass\nslow = Slow()").result;
  const startedMs = performance.now();
  await expect(session.variables.get(["slow"], { signal: AbortSignal.timeout(100) })).rejects.toEqual(
    coded("ABORTED"),
  );
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  expect(await session.run("1").result).toMatchObject({ value: 1 });
});

it("libraries use as many threads as the policy gives processors, unless its environment says otherwise", async () => {
  const place = launcher({ capabilities: { enforces: ["cpu"] } });
  const policy = { limits: { cpu: 2.5 }, env: { MKL_NUM_THREADS: "7" } };
  await using session = await openSession(processProvider(place), { policy });
  const code = "import os\n[os.environ[name] for name in ('OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS')]";
  expect(await session.run(code).result).toMatchObject({ value: ["2", "7"] });
});
