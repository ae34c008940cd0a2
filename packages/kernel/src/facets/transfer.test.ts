import { existsSync } from "node:fs";
import {
  defineTool,
  jsonSchema,
  type OpenSessionOptions,
  openSession,
  type Session,
  type SessionState,
} from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

const debian = "/usr/bin/python3";
const hasPandas = existsSync("/usr/lib/python3/dist-packages/pandas");
const open = (options?: OpenSessionOptions) => openSession(local(), options);

async function run(session: Session<KernelSession>, code: string): Promise<unknown> {
  const result = await session.run(code).result;
  return result.status === "completed" ? result.value : result;
}

/** Runs cells, moves their state by way of JSON text, and evaluates an expression there. */
async function moved(cells: readonly string[], expression: string): Promise<unknown> {
  await using from = await open();
  for (const cell of cells) expect(await run(from, cell)).toBeUndefined();
  const state: SessionState = JSON.parse(JSON.stringify(await from.export()));
  expect(state.left).toEqual([]);
  await using to = await open();
  expect((await to.import(state)).left).toEqual([]);
  return await run(to, expression);
}

const names = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name);

describe("a state that moves", () => {
  it.each([
    [
      "data of every kind",
      ["a = [1, (2, {3})]\nb = b'\\0'\nc = 10**40\nd = {1: float('inf')}\ne = 1j"],
      "str([a, b, c, d, e])",
      "[[1, (2, {3})], b'\\x00', 10000000000000000000000000000000000000000, {1: inf}, 1j]",
    ],
    [
      "what variables share",
      ["a = [1]\nb = {'a': a}\nc = (b, a)\nloop = [a]\nloop.append(loop)"],
      "[b['a'] is a, c[0] is b, c[1] is a, loop[0] is a, loop[1] is loop]",
      Array(5).fill(true),
    ],
    [
      "imports as they were written",
      [
        "import math, json as j\nimport xml.dom\nimport xml.etree.ElementTree\nfrom os import path as p, sep",
        "try:\n    import no_such_module as q\nexcept ImportError:\n    import queue as q\nfrom cmath import *",
      ],
      "[math.floor(1.5), j.dumps(1), xml.dom.__name__, xml.etree.ElementTree.__name__, p.join('a', sep), q.__name__, str(sqrt(-1))]",
      [1, "1", "xml.dom", "xml.etree.ElementTree", "/", "queue", "1j"],
    ],
    [
      "functions with closures over globals",
      [
        "n = 2\nif True:\n  def text():\n    return '''one\n  two'''\ndef f(x): return x * n + g(x)\ndef g(x): return x",
        "def g(x): return 100",
      ],
      "[f(1), text(), __import__('inspect').getsource(g)]",
      [102, "one\n  two", "def g(x): return 100"],
    ],
    [
      "what functions hold",
      [
        "def count():\n    count.n += 1\n    return count.n\ncount.n = 0\ndef remember(x, seen=[], *, all={}):\n    seen.append(x)\n    return seen",
        "for k in (3, 4):\n    times = lambda x, k=k: x * k",
        "count()\nremember('a')\nmine = remember.__defaults__[0]\nk = 100",
      ],
      "[count(), remember('b'), mine is remember.__defaults__[0], times(2)]",
      [2, ["a", "b"], true, 8],
    ],
    [
      "lambdas that are one statement",
      ["double = lambda x: x * 2; triple = (lambda x:\n  x * 3)"],
      "[double(2), triple(2)]",
      [4, 6],
    ],
    [
      "decorated functions, and what decorators made",
      [
        "import functools, contextlib",
        "calls = []\ndef note(f):\n    def inner(*args):\n        calls.append(f.__name__)\n        return f(*args)\n    return inner",
        "@functools.lru_cache(maxsize=None)\ndef fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\n@note\ndef plain(): return 1\n@contextlib.contextmanager\ndef ctx():\n    yield 5",
      ],
      "with ctx() as five: pass\n[fib(20), plain(), calls, five]",
      [6765, 1, ["plain"], 5],
    ],
    [
      "classes, subclasses and their instances",
      [
        "from dataclasses import dataclass\nfrom enum import Enum\nfrom collections import namedtuple\nfrom typing import TypeVar",
        "if True:\n    @dataclass\n    class Base:\n        n: int\n        def twice(self):\n            return self.n * 2\n    class Colour(Enum):\n        RED = 1",
        "class Sub(Base):\n    class Inner: pass\nPoint = namedtuple('Point', 'x y')\nT = TypeVar('T')\nb, s, c, p = Base(1), Sub(2), Colour.RED, Point(3, 4)\ni, t = Sub.Inner(), [T]",
      ],
      "[b.twice(), s.twice(), type(s) is Sub, isinstance(s, Base), c is Colour.RED, p.x, type(i).__qualname__, t[0] is T]",
      [2, 4, true, true, true, 3, "Sub.Inner", true],
    ],
    [
      "definitions that need data, and data that need those",
      [
        "class Registry:\n    def __init__(self): self.names = []\n    def add(self, f):\n        self.names.append(1)\n        return f",
        "registry = Registry()",
        "@registry.add\ndef f(x=registry): return x",
        "@registry.add\nclass C: pass\nfirst = [1]\nc = [first, C()]",
      ],
      "[f() is registry, type(c[1]) is C, c[0] is first]",
      [true, true, true],
    ],
    [
      "a cell's own future",
      ["from __future__ import annotations\ndef f(x: Nowhere): return 1\nclass C:\n    y: Nowhere"],
      "[f.__annotations__, C.__annotations__]",
      [{ x: "Nowhere" }, { y: "Nowhere" }],
    ],
    [
      "aliases",
      ["def f(): return 1\ng = f\nimport math\nm = math\nput = print\nclass C: pass\nD = C"],
      "[g is f, m is math, put is print, D is C]",
      Array(4).fill(true),
    ],
    [
      "names that are no identifiers",
      ["globals()['a b'] = 1\nglobals()['ℓ'] = 2\n变 = 3"],
      "[globals()['a b'], globals()['ℓ'], 变]",
      [1, 2, 3],
    ],
  ] as readonly (readonly [string, readonly string[], string, unknown])[])(
    "keeps %s",
    async (_, cells, expression, expected) => {
      expect(await moved(cells, expression)).toEqual(expected);
    },
  );

  it("shows the lines of its functions in tracebacks, and can move on", async () => {
    await using one = await open();
    await run(one, "import json\nclass A:\n    pass\ndef fail(x):\n    return 1 / x\na = A()\na.n = 1");
    const first = await one.export();
    await using two = await open();
    await two.import(first);
    const result = await two.run("fail(0)").result;
    expect(result.status === "exception" && result.exception.traceback).toMatch(/in fail\n {4}return 1 \/ x/);
    const second = await two.export();
    expect(second).toEqual(first);
    await using three = await open();
    expect(await three.import(second)).toEqual({ imported: ["json", "A", "fail", "a"], left: [] });
    expect(await run(three, "a.n")).toBe(1);
  });

  it("leaves what cannot move, by name and reason, and moves the rest", async () => {
    await using session = await open();
    const code = `
import socket, threading, types
rest = [1]
file = open("/dev/null")
sock = socket.socket()
lock = threading.Lock()
gen = (x for x in rest)
deep = [file]
made = types.ModuleType("made")
def outer():
    def inner(): pass
    return inner
inner = outer()
many = [lambda: 1]
class Old: pass
old = Old()
class Old: pass
exec("def hidden(): pass")
users = [hidden]
class Bad:
    def __reduce__(self): raise SystemExit("no")
bad = Bad()
`;
    expect(await run(session, code)).toBeUndefined();
    const { left, variables, definitions } = await session.export();
    expect(variables).toEqual(["rest"]);
    expect(names(definitions)).toEqual(["socket", "threading", "types", "outer", "Old", "Bad"]);
    const reasons = Object.fromEntries(left.map(({ name, type, reason }) => [name, `${type}: ${reason}`]));
    expect(reasons).toMatchObject({
      file: expect.stringMatching(/^TextIOWrapper: TypeError: cannot pickle '(_io.)?TextIOWrapper'/),
      gen: "generator: TypeError: cannot pickle 'generator' object",
      inner: "function: outer.<locals>.inner was made inside a function",
      many: "list: a lambda without a name has no source of its own",
      hidden: "function: hidden has no source that is kept",
      bad: "Bad: SystemExit: no",
    });
    expect(Object.keys(reasons).sort()).toEqual(
      [
        "bad",
        "deep",
        "file",
        "gen",
        "hidden",
        "inner",
        "lock",
        "made",
        "many",
        "old",
        "sock",
        "users",
      ].sort(),
    );
    expect(await run(session, "rest")).toEqual([1]);
  });

  it("does not hold a source that is not what made the value", async () => {
    await using session = await open();
    const cells = [
      "def twice(f): return lambda x: f(f(x))",
      "def f(x): return x + 1\nf = twice(f)",
      "def g(x): return 1",
      "globals()['g'] = 5",
      "import functools\ndef q(x): return x\nq = functools.lru_cache(q)\nuses = [q]",
      "if False:\n    def h(): return 'never'\nexec('def h(): return 1')",
    ];
    for (const cell of cells) await run(session, cell);
    const { definitions, variables, left } = await session.export();
    expect([names(definitions), variables, names(left)]).toEqual([
      ["functools", "twice"],
      ["g"],
      ["f", "q", "uses", "h"],
    ]);
  });

  it("has nothing of the session's own, but what took its names", async () => {
    const search = defineTool({
      name: "search",
      description: "Finds.",
      input: jsonSchema({ type: "object" }),
      execute: () => "found",
    });
    await using from = await open({ tools: [search] });
    expect(await from.export()).toMatchObject({ definitions: [], variables: [], left: [] });
    await run(from, "def find(): return search()\nalias = search\nfound = [search]\ndisplay = 5");
    const state = await from.export();
    expect([names(state.definitions), state.variables]).toEqual([["find"], ["display"]]);
    expect(state.left.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "alias: search belongs to the session",
      "found: search belongs to the session",
    ]);
    await using to = await open({ tools: [search] });
    await to.import(state);
    expect(await run(to, "[find(), display]")).toEqual(["found", 5]);
  });

  it("comes in as far as it can, and names what is missing in the new place", async () => {
    await using from = await open();
    await from.files.write("mine.py", "class Thing: pass\ndef act(): return 1\n");
    const code =
      "from mine import act\nimport mine\nx = 1\nthing = mine.Thing()\nshared = [2]\nboth = [shared, mine.Thing()]\nlast = [both]\nclass Sub(mine.Thing): pass\nclass Fine: pass\nfine = Fine()";
    expect(await run(from, code)).toBeUndefined();
    const state = await from.export();
    expect(state.left).toEqual([]);
    await using to = await open();
    await run(to, "thing = 'mine'");
    const report = await to.import(state);
    expect(report.imported).toEqual(["x", "shared", "Fine", "fine"]);
    expect(names(report.left)).toEqual(["act", "mine", "Sub", "thing", "both", "last"]);
    expect(report.left.map(({ reason }) => reason)).toEqual([
      "ModuleNotFoundError: No module named 'mine'",
      "ModuleNotFoundError: No module named 'mine'",
      "NameError: name 'mine' is not defined",
      "ModuleNotFoundError: No module named 'mine'",
      "ModuleNotFoundError: No module named 'mine'",
      "it shares data with both, which could not be imported",
    ]);
    expect(await run(to, "[x, shared, thing, 'both' in globals()]")).toEqual([1, [2], "mine", false]);
  });
});

it("a secret of the policy moves in no state, in data or in source", async () => {
  const secret = "s3cr3t-Xq9-canary";
  await using session = await open({ policy: { secrets: { TOKEN: secret } } });
  await run(
    session,
    `import os\nS = os.environ["TOKEN"]\nclass K:\n    def __init__(self): self.k = S.encode()\nk = K()\ndeep = {"a": [S]}\ndef f(s=S): return s\nfine = 1\ndef g(): return "${secret}"`,
  );
  const state = await session.export();
  expect(JSON.stringify(state) + Buffer.from(state.data, "base64").toString("latin1")).not.toContain(secret);
  expect([names(state.definitions), state.variables, names(state.left)]).toEqual([
    ["os", "K", "f"],
    ["fine"],
    ["g", "S", "k", "deep"],
  ]);
});

it.skipIf(!hasPandas)(
  "frames and arrays move, and share what they shared (skipped by name without Debian's python3-pandas)",
  async () => {
    const openDebian = () => openSession(local({ python: debian }));
    await using from = await openDebian();
    await run(
      from,
      "import numpy as np, pandas as pd\ndf = pd.DataFrame({'a': [1, 2], 'd': pd.to_datetime(['2024-01-02', None])})\narr = np.arange(4.0)\nholder = {'df': df, 'arr': arr}\nby = df.groupby('a')\nmean = np.mean\nfrom numpy import sin",
    );
    const state = await from.export();
    expect(state.left).toEqual([]);
    await using to = await openDebian();
    expect((await to.import(state)).left).toEqual([]);
    expect(
      await run(
        to,
        "[holder['df'] is df, holder['arr'] is arr, str(df.d.dtype), float(sin(mean(arr)) > 0), len(by)]",
      ),
    ).toEqual([true, true, "datetime64[ns]", 1, 2]);
    await using bare = await open();
    await bare.files.write("pandas.py", "raise ImportError('none here')");
    const report = await bare.import(state);
    expect(names(report.left)).toContain("df");
  },
);
