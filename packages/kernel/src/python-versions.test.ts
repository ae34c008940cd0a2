import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  type BaseSession,
  defineTool,
  type ExecutionResult,
  jsonSchema,
  openSession,
} from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";

const supported = [9, 10, 11, 12, 13, 14];
const sources = join(import.meta.dirname, "..", "python", "tinycodeagent_kernel");
const pythons = findPythons();

const double = defineTool({
  name: "double",
  description: "Doubles n.",
  input: jsonSchema<{ readonly n: number }>({
    type: "object",
    properties: { n: { type: "number" } },
    required: ["n"],
  }),
  execute: ({ n }) => n * 2,
});

async function outcome(session: BaseSession, code: string, timeMs = 10_000): Promise<unknown> {
  const result: ExecutionResult = await session.run(code, { limits: { timeMs } }).result;
  if (result.status === "completed") return "value" in result ? result.value : "no value";
  return result.status === "exception" ? result.exception.name : result.status;
}

for (const minor of supported) {
  const python = pythons.get(minor);
  describe.skipIf(!python)(
    `on Python 3.${minor}${python ? "" : " (skipped: it is not on this machine)"}`,
    () => {
      const open = () => openSession(local({ python: python ?? "" }), { tools: [double] });

      it("cells keep state, await, and tell their values and exceptions", async () => {
        await using session = await open();
        expect(session.report.versions.python).toMatch(new RegExp(`^3\\.${minor}\\.`));
        expect(await outcome(session, "import sys, asyncio\nx = 20")).toBe("no value");
        expect(await outcome(session, "await asyncio.sleep(0)\nx + 1")).toBe(21);
        expect(await outcome(session, "def f(): return 1 / 0\nf()")).toBe("ZeroDivisionError");
        expect(await outcome(session, "for")).toBe("SyntaxError");
        expect(await outcome(session, "sys.exit(3)")).toBe("exit");
        expect(await outcome(session, "x")).toBe(20);
      });

      it("the kernel's own tests pass", () => {
        const folder = join(sources, "..");
        const command = ["-m", "unittest", "discover", "-s", "tests"];
        const options = {
          cwd: folder,
          env: { ...process.env, PYTHONPATH: folder },
          encoding: "utf8",
        } as const;
        const { status, stderr } = spawnSync(python ?? "", command, options);
        expect(stderr).toMatch(/^Ran [2-9]\d tests/m);
        expect(status, stderr).toBe(0);
      });

      it.skipIf(process.platform !== "linux")("an interpreter that died comes back", async () => {
        await using session = await open();
        await outcome(session, "x = 20");
        const died = await session.run("x = 0\nimport os\nos._exit(1)").result;
        expect(died).toMatchObject({ status: "crashed", state: "restored" });
        expect(await outcome(session, "x")).toBe(20);
      });

      it("tools are called, one after another, by threads and by asyncio", async () => {
        await using session = await open();
        expect(await outcome(session, "[double(1), double(n=2)]")).toEqual([2, 4]);
        const threads =
          "from concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(8).map(double, range(8)))";
        expect(await outcome(session, threads)).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
        const gathered = "import asyncio\nawait asyncio.gather(*[double.call_async(n) for n in range(8)])";
        expect(await outcome(session, gathered)).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
        expect(await outcome(session, "double('x')")).toBe("ToolError");
      });

      it("files, search, shell and variables work", async () => {
        await using session = await open();
        await session.files.write("a/b.txt", "one\ntwo\n");
        await session.files.edit("a/b.txt", [{ oldText: "two", newText: "2" }]);
        expect(new TextDecoder().decode(await session.files.read("a/b.txt"))).toBe("one\n2\n");
        expect((await session.files.glob("**/*.txt")).paths).toEqual(["a/b.txt"]);
        expect((await session.files.grep("^2$")).matches.map(match => match.line)).toEqual([2]);
        expect((await session.shell.run("cat a/b.txt; exit 3")).exitCode).toBe(3);
        await session.variables.set({ v: [1], b: new Uint8Array([0, 255]) });
        expect(await outcome(session, "[v, list(b)]")).toEqual([[1], [0, 255]]);
      });

      it("a state moves to the other Pythons", async () => {
        await using from = await open();
        await outcome(
          from,
          "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\na = [1]\np = P(a)\ndef f(): return p.x[0]",
        );
        const state = await from.export();
        expect(state.languageVersion).toBe(`3.${minor}`);
        for (const other of pythons.values()) {
          await using to = await openSession(local({ python: other }));
          expect((await to.import(state)).left).toEqual([]);
          expect(await outcome(to, "a[0] = 5\n[f(), repr(p)]")).toEqual([5, "P(x=[5])"]);
        }
      });

      it("a timeout and a crash end a cell and not the session", async () => {
        await using session = await open();
        expect(await outcome(session, "while True: pass", 200)).toBe("timeout");
        expect(
          await outcome(
            session,
            "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
            200,
          ),
        ).toBe("timeout");
        expect(await outcome(session, "import os\nos._exit(1)")).toBe("crashed");
        expect(await outcome(session, "import ctypes\nctypes.string_at(0)")).toBe("crashed");
        expect(await outcome(session, "1 + 1")).toBe(2);
      });
    },
  );
}

describe("the kernel's Python", () => {
  const [python = "python3"] = [...pythons].sort(([one], [other]) => other - one).map(([, path]) => path);
  const report = execFileSync(python, ["-I", "-c", inspector(), sources], { encoding: "utf8" });
  const found = JSON.parse(report) as Readonly<
    Record<string, { error: string | null; imports: readonly string[] }>
  >;

  it("is of files that every Python from 3.9 on can read", () => {
    expect(Object.keys(found).length).toBeGreaterThan(20);
    expect(Object.entries(found).filter(([, file]) => file.error !== null)).toEqual([]);
  });

  it("imports the standard library only, besides what is guarded for the user's own matplotlib and pandas", () => {
    const foreign = Object.entries(found).flatMap(([file, { imports }]) =>
      imports.map(name => `${file}: ${name}`),
    );
    expect(foreign).toEqual([
      "worker/matplotlib_backend.py: matplotlib.backend_bases",
      "worker/matplotlib_backend.py: matplotlib.backends.backend_agg",
      "worker/tables.py: pandas",
    ]);
  });
});

// Parses each file as 3.9 would, and lists what it imports that is not the standard library's.
function inspector(): string {
  return `
import ast, json, pathlib, sys
root, found = pathlib.Path(sys.argv[1]), {}
for path in sorted(root.rglob("*.py")):
    imports, error = [], None
    try:
        tree = ast.parse(path.read_text("utf-8"), feature_version=(3, 9))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                imports += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imports.append(node.module)
    except SyntaxError as problem:
        error = str(problem)
    foreign = [name for name in imports if name.split(".")[0] not in {root.name, *sys.stdlib_module_names}]
    found[str(path.relative_to(root))] = {"error": error, "imports": foreign}
print(json.dumps(found))
`;
}

/** Pythons of this machine by their minor version: the first that is found of each. */
function findPythons(): ReadonlyMap<number, string> {
  const places = [
    "python3",
    ...globSync(join(homedir(), ".pyenv", "versions", "*", "bin", "python")),
    ...globSync("/usr/bin/python3.*[0-9]"),
    "/usr/bin/python3",
  ];
  const byMinor = new Map<number, string>();
  for (const place of places) {
    const minor = minorOf(place);
    if (minor !== undefined && minor >= 9 && !byMinor.has(minor)) byMinor.set(minor, place);
  }
  return byMinor;
}

function minorOf(python: string): number | undefined {
  if (python.includes("/") && !existsSync(python)) return undefined;
  try {
    const text = execFileSync(python, ["-I", "-S", "-c", "import sys; print(*sys.version_info[:2])"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [major, minor] = text.trim().split(" ").map(Number);
    return major === 3 ? minor : undefined;
  } catch {
    return undefined;
  }
}
