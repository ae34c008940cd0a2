import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { isCodeAgentError, openSession, type Policy } from "@tinycodeagent/core";
import { describe, expect, it } from "vitest";
import { local } from "./local.ts";

const coded = (code: string, message: unknown = expect.any(String)) =>
  expect.objectContaining({ code, message });
const emptyFolder = () => realpathSync(mkdtempSync(join(tmpdir(), "local-test-")));
const oldPython = globSync(join(homedir(), ".pyenv/versions/3.8.*/bin/python"))[0];

async function resultOf(code: string, policy: Policy = {}): Promise<unknown> {
  await using session = await openSession(local(), { policy });
  const result = await session.run(code).result;
  return result.status === "completed" ? result.value : result;
}

describe("local() checks", () => {
  it("its options", () => {
    expect(() => local({ pyhton: "x" } as object)).toThrow(
      coded("OPTION_INVALID", expect.stringContaining('"pyhton"')),
    );
    expect(() => local({ python: "" })).toThrow(coded("OPTION_INVALID"));
  });

  it("that there is a Python, and says what to do", async () => {
    const opening = openSession(local({ python: "there-is-no-python" }));
    await expect(opening).rejects.toEqual(
      coded("PYTHON_NOT_FOUND", expect.stringContaining("local({ python")),
    );
  });

  it.skipIf(!oldPython)(
    `that Python is not too old (${oldPython ? "3.8 is here" : "skipped: no Python 3.8 on this machine"})`,
    async () => {
      const opening = openSession(local({ python: oldPython ?? "" }));
      await expect(opening).rejects.toEqual(coded("PYTHON_TOO_OLD", expect.stringContaining("got 3.8")));
    },
  );

  it("that a program is a Python at all", async () => {
    await expect(openSession(local({ python: "/bin/echo" }))).rejects.toEqual(coded("PYTHON_NOT_FOUND"));
  });

  it("that the workspace is a folder", async () => {
    const file = join(emptyFolder(), "file");
    writeFileSync(file, "");
    for (const path of [file, "/there/is/no/folder"]) {
      await expect(openSession(local(), { policy: { workspace: { path } } })).rejects.toEqual(
        coded("WORKDIR_NOT_FOUND"),
      );
    }
  });

  it.each<Policy>([
    { network: "none" },
    { network: { allow: [] } },
    { hide: [".env"] },
    { protect: [".git"] },
    { readable: ["/usr"] },
    { workspace: { writable: false } },
    { workspace: { mode: "copy" } },
    { limits: { cpu: 1 } },
    { limits: { processes: 9 } },
    { packages: { python: ["numpy"] } },
  ])("that it can hold %j, and refuses", async policy => {
    await expect(openSession(local(), { policy })).rejects.toEqual(coded("POLICY_UNSUPPORTED"));
  });

  it("that a session is isolated enough", async () => {
    await expect(openSession(local(), { requireIsolation: "os" })).rejects.toEqual(
      coded("ISOLATION_INSUFFICIENT"),
    );
    await (await openSession(local(), { requireIsolation: "process" })).close();
  });
});

describe("a local session", () => {
  it("says which defaults it does not hold, and that it is no boundary", async () => {
    await using session = await openSession(local());
    expect(session.report.unenforced).toEqual(["protect", "hide", "network"]);
    expect(session.report.warnings).toEqual([expect.stringContaining("no boundary")]);
    expect(session.capabilities).toMatchObject({ isolation: "process", network: ["all"] });
  });

  it("works in the folder that is given, and leaves it there", async () => {
    const path = emptyFolder();
    const code = "import os\nopen('made.txt', 'w').write('x')\nos.getcwd()";
    expect(await resultOf(code, { workspace: { path } })).toBe(path);
    expect(readFileSync(join(path, "made.txt"), "utf8")).toBe("x");
  });

  it("has a private folder else, which is gone with it, however deep code made it", async () => {
    const code =
      "import os\nhome = os.getcwd()\nfor _ in range(60):\n    os.mkdir('d' * 200); os.chdir('d' * 200)\nhome";
    const folder = String(await resultOf(code));
    expect(folder).toContain("tinycodeagent-");
    expect(existsSync(folder)).toBe(false);
  });

  it("sees nothing of the host's environment but what the policy names", async () => {
    process.env.CANARY_OF_THE_HOST = "seen";
    const code = "import os\nprivate = os.environ['HOME'] != %HOME%\nsorted(os.environ), private".replace(
      "%HOME%",
      JSON.stringify(homedir()),
    );
    const [names, isPrivate] = (await resultOf(code, {
      env: { MINE: "1" },
      secrets: { TOKEN: "secret-token" },
    })) as [string[], boolean];
    delete process.env.CANARY_OF_THE_HOST;
    expect(isPrivate).toBe(true);
    expect(names).toEqual(
      expect.arrayContaining([
        "HOME",
        "LANG",
        "MINE",
        "MPLBACKEND",
        "PATH",
        "TINYCODEAGENT_SANDBOX",
        "TMPDIR",
        "TOKEN",
      ]),
    );
    expect(names).not.toContain("CANARY_OF_THE_HOST");
  });

  it.skipIf(process.platform !== "linux")(
    "holds a limit of memory: the program gets a MemoryError and goes on",
    async () => {
      await using session = await openSession(local(), {
        policy: { limits: { memoryBytes: 256 * 1024 * 1024 } },
      });
      const result = await session.run("x = 1\nhuge = bytearray(400 * 1024 * 1024)").result;
      expect(result).toMatchObject({
        status: "exception",
        exception: { name: "MemoryError" },
        state: "kept",
      });
      expect(await session.run("x").result).toMatchObject({ value: 1 });
    },
  );

  it("is opened for real by a probe", async () => {
    const report = await local().probe();
    expect(report).toMatchObject({ available: true, capabilities: { isolation: "process" } });
    expect(report.findings.map(({ check }) => check)).toEqual(["python", "session", "limits"]);
    expect(await local({ python: "no-python" }).probe()).toMatchObject({
      available: false,
      findings: [{ check: "python", ok: false, remedy: expect.any(String) }],
    });
  });

  it("leaves no process when its kernel is killed", async () => {
    const session = await openSession(local());
    const seconds = `4321.${process.pid}`;
    const code = `import os, subprocess\nsubprocess.Popen(['setsid', 'sleep', '${seconds}'])\nos.kill(os.getppid(), 9)\nimport time; time.sleep(60)`;
    const error = await session.run(code).result.catch((thrown: unknown) => thrown);
    expect(isCodeAgentError(error, "SESSION_LOST")).toBe(true);
    await session.close();
    await expect.poll(() => running(`sleep ${seconds}`)).toBe(false);
  });
});

function running(command: string): boolean {
  return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n").includes(command);
}
