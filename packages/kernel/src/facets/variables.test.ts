import { existsSync } from "node:fs";
import { openSession, type Session, table } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

const debian = "/usr/bin/python3";
const hasPandas = existsSync("/usr/lib/python3/dist-packages/pandas");
// No module of others is found by a Python without its site-packages.
const openWithout = () => openSession(local(), { preload: [] });
const openWith = () => openSession(local({ python: debian }));

async function run(session: Session<KernelSession>, code: string): Promise<unknown> {
  const result = await session.run(code).result;
  return result.status === "completed" ? result.value : result;
}

describe("variables", () => {
  it("are set all or none, up to the size of one message, and the largest are named beyond it", async () => {
    await using session = await openWithout();
    const limit = 32 * 1024 * 1024;
    const room = limit - 200;
    await session.variables.set({ small: 1, large: new Uint8Array(room) });
    expect(await run(session, "[small, len(large)]")).toEqual([1, room]);
    for (const bytes of [limit, 4 * limit]) {
      await expect(session.variables.set({ small: 2, large: new Uint8Array(bytes) })).rejects.toMatchObject({
        code: "VARIABLE_INVALID",
        message: expect.stringMatching(
          new RegExp(`at most ${limit} bytes together, got \\d+; the largest: large \\(${bytes}\\), small`),
        ),
      });
    }
    expect(await run(session, "[small, len(large)]")).toEqual([1, room]);
    await expect(session.variables.set({ small: 3, "no name": 1 })).rejects.toMatchObject({
      code: "VARIABLE_INVALID",
    });
    expect(await run(session, "small")).toBe(1);
  });

  it("share maxBytes in the order of their names", async () => {
    await using session = await openWithout();
    await run(session, "a = b'x' * 600_000\nb = 'y' * 600_000\nc = b'z' * 400_000");
    const kinds = async (names: readonly string[], maxBytes?: number) =>
      Object.values(await session.variables.get(names, maxBytes === undefined ? {} : { maxBytes })).map(
        ({ kind }) => kind,
      );
    expect(await kinds(["a", "b", "c"])).toEqual(["bytes", "opaque", "bytes"]);
    expect(await kinds(["b", "a", "c"])).toEqual(["json", "opaque", "bytes"]);
    expect(await kinds(["a", "b"], 1_200_002)).toEqual(["bytes", "json"]);
    expect(await kinds(["a", "b"], 1_200_001)).toEqual(["bytes", "opaque"]);
    expect(await kinds(["a", "a"], 600_000)).toEqual(["bytes"]);
    expect(await kinds(["a"], 0)).toEqual(["opaque"]);
  });

  it("arrive at once however large they are, and the state is kept", async () => {
    await using session = await openWithout();
    await run(session, "a = b'x' * 20_000_000\nimport os\nbefore = os.getpid()");
    const startedMs = performance.now();
    const { a } = await session.variables.get(["a"], { maxBytes: 20_000_000 });
    expect(a?.kind === "bytes" && a.value.length).toBe(20_000_000);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(await run(session, "os.getpid() == before")).toBe(true);
  });

  it("cannot be asked for in a size or number that no answer holds, and the session lives on", async () => {
    await using session = await openWithout();
    await run(session, "big = b'x' * 30_000_000\nfor n in range(1000): globals()[f'n{n}'] = {1: '😀' * 500}");
    const most = 24 * 1024 * 1024;
    for (const maxBytes of [most + 1, 1e12, -1, Number.NaN])
      await expect(session.variables.get(["big"], { maxBytes })).rejects.toMatchObject({
        code: "VARIABLE_INVALID",
      });
    expect((await session.variables.get(["big"], { maxBytes: most })).big).toMatchObject({ kind: "opaque" });
    const names = Array.from({ length: 1001 }, (_, n) => `n${n}`);
    await expect(session.variables.get(names)).rejects.toMatchObject({ code: "VARIABLE_INVALID" });
    expect(Object.keys(await session.variables.get(names.slice(0, 1000)))).toHaveLength(1000);
    const long = `n${"x".repeat(254)}`;
    await expect(session.variables.set({ [`${long}x`]: 1 })).rejects.toMatchObject({
      code: "VARIABLE_INVALID",
    });
    await session.variables.set(
      Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`${long.slice(4)}${n}`, n])),
    );
    const many = Array.from({ length: 900 }, (_, n) => `${long.slice(4)}${n}`);
    expect(Object.keys(await session.variables.get(many))).toHaveLength(900);
  });

  it("that are tables are dicts of lists where pandas cannot be imported", async () => {
    await using session = await openWithout();
    await session.files.write("pandas.py", "raise ImportError('none here')");
    await session.variables.set({ t: table({ a: [1, 2], b: ["x", null] }), plain: { columns: { a: [1] } } });
    expect(await run(session, "[t, plain]")).toEqual([
      { a: [1, 2], b: ["x", null] },
      { columns: { a: [1] } },
    ]);
  });

  it("are opaque when their cells fail, and may not pretend to be tables", async () => {
    await using session = await openWithout();
    const fake = `
import sys, types
class Bad:
    def __getattribute__(self, name): raise ValueError(name)
pandas = types.ModuleType("pandas")
pandas.DataFrame = pandas.Series = Bad
sys.modules["pandas"] = pandas
bad = Bad()
class Sly(dict): pass
sly = Sly(kind="table", columns={})
`;
    await run(session, fake);
    const got = await session.variables.get(["bad", "sly"]);
    expect(got).toMatchObject({ bad: { kind: "opaque" }, sly: { kind: "opaque", type: "Sly" } });
  });
});

describe.skipIf(!hasPandas)(
  "variables of pandas and numpy (skipped by name without Debian's python3-pandas)",
  () => {
    it("tables become frames, and come back with their types", async () => {
      await using session = await openWith();
      const columns = {
        2024: [1, 2, 3],
        name: ["é", null, "z"],
        ok: [true, false, true],
        x: [0.5, null, -1],
      };
      await session.variables.set({ t: table(columns), none: table({}), empty: table({ a: [] }) });
      expect(
        await run(session, "[type(t).__name__, len(t), len(none), list(empty), float(t.x.sum())]"),
      ).toEqual(["DataFrame", 3, 0, ["a"], -0.5]);
      expect(await session.variables.get(["t", "none", "empty"])).toEqual({
        t: {
          kind: "table",
          rows: 3,
          names: ["2024", "name", "ok", "x"],
          columns,
          dtypes: { 2024: "int64", name: "object", ok: "bool", x: "float64" },
        },
        none: { kind: "table", rows: 0, names: [], columns: {}, dtypes: {} },
        empty: {
          kind: "table",
          rows: 0,
          names: ["a"],
          columns: { a: [] },
          dtypes: { a: expect.any(String) },
        },
      });
    });

    it("what is missing is null, dates are ISO text, and what is no JSON scalar is text", async () => {
      await using session = await openWith();
      const code = `
import pandas as pd, datetime, decimal
t = pd.DataFrame({
    "when": pd.to_datetime(["2024-01-02 03:04:05", None]),
    "zone": pd.to_datetime(["2024-01-02", "2024-07-02"]).tz_localize("Europe/Berlin"),
    "day": [datetime.date(2024, 1, 2), None],
    "int": pd.array([1, None], dtype="Int64"),
    "odd": [10**30, float("inf")],
    "obj": [decimal.Decimal("1.50"), [1, 2]],
    "cat": pd.Categorical(["a", None]),
})`;
      await run(session, code);
      const { t } = await session.variables.get(["t"]);
      expect(t?.kind === "table" && t.columns).toEqual({
        when: ["2024-01-02T03:04:05", null],
        zone: ["2024-01-02T00:00:00+01:00", "2024-07-02T00:00:00+02:00"],
        day: ["2024-01-02", null],
        int: [1, null],
        odd: ["1000000000000000000000000000000", "inf"],
        obj: ["1.50", "[1, 2]"],
        cat: ["a", null],
      });
    });

    it("an index that does more than count is data, and so is a series; columns of one name are no table", async () => {
      await using session = await openWith();
      const code = `
import pandas as pd
t = pd.DataFrame({"shop": ["n", "s", "n"], "sold": [1, 2, 3]})
by_shop = t.groupby("shop").sold.sum()
picked = t[t.sold > 1]
column = t["sold"]
twice = pd.concat([t, t], axis=1)`;
      await run(session, code);
      expect(await session.variables.get(["by_shop", "picked", "column", "twice"])).toMatchObject({
        by_shop: { names: ["shop", "sold"], columns: { shop: ["n", "s"], sold: [4, 2] } },
        picked: { names: ["index", "shop", "sold"], columns: { index: [1, 2] } },
        column: { names: ["sold"], rows: 3 },
        twice: { kind: "opaque", type: "DataFrame" },
      });
    });

    it("a frame above maxBytes is opaque, whether by its rows or by its text", async () => {
      await using session = await openWith();
      await run(
        session,
        "import pandas as pd, numpy as np\nhuge = pd.DataFrame({'a': np.zeros(50_000_000)})\nlong = pd.DataFrame({'a': ['x' * 100_000] * 20})\nfits = pd.DataFrame({'a': range(100_000)})",
      );
      const startedMs = performance.now();
      const got = await session.variables.get(["huge", "long", "fits"]);
      expect(Object.values(got).map(({ kind }) => kind)).toEqual(["opaque", "opaque", "table"]);
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    });

    it("arrays and scalars of numpy are JSON where their lists are", async () => {
      await using session = await openWith();
      const code =
        "import numpy as np\na = np.arange(6).reshape(2, 3)\ns = np.float32(0.5)\nnan = np.array([np.nan])\nc = np.array([1j])\nbig = np.zeros(10_000_000)\nd = np.datetime64('2024-01-02')";
      await run(session, code);
      const got = await session.variables.get(["a", "s", "nan", "c", "big", "d"]);
      expect(got).toMatchObject({
        a: {
          kind: "json",
          value: [
            [0, 1, 2],
            [3, 4, 5],
          ],
        },
        s: { kind: "json", value: 0.5 },
      });
      expect([got.nan, got.c, got.big, got.d].map(view => view?.kind)).toEqual(Array(4).fill("opaque"));
    });
  },
);
