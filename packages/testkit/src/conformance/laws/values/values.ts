import type { Json, Session } from "@tinycodeagent/core";
import { python } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes } from "../../run-cell.ts";

const jsonValues: readonly (readonly [string, Json])[] = [
  ["True", true],
  ["0", 0],
  ["-1.5", -1.5],
  ["2**53 - 1", 2 ** 53 - 1],
  ["'text é 😀 \\n'", "text é 😀 \n"],
  ["''", ""],
  ["[]", []],
  ["[1, [2, {'a': None}]]", [1, [2, { a: null }]]],
  ["{'a': {'b': [True]}, '': 1}", { a: { b: [true] }, "": 1 }],
  ["(1, 'two')", [1, "two"]],
  ["{'__proto__': 1}", JSON.parse('{"__proto__": 1}')],
];
const others: readonly string[] = [
  "2**53 + 1",
  "10**400",
  "float('nan')",
  "[float('inf')]",
  "{1: 2}",
  "{1, 2}",
  "b'bytes'",
  "1j",
  "object",
  "lambda: 1",
  "[object]",
  "type('Int', (int,), {})(5)",
  "(lambda a: (a.append(a), a)[1])([])",
];

/** 28: data crosses as data. */
export const jsonValuesCross: Law = defineLaw({
  number: 28,
  title: "the value of the last expression arrives as JSON where it is JSON, with its repr",
  applies: python,
  async check({ open }) {
    const session = await open();
    for (const [code, expected] of jsonValues) {
      const { value, repr } = await completes(session, code);
      same(value, expected, `the value of ${code}`);
      holds(typeof repr === "string" && repr.length > 0, `a repr of ${code}`, repr);
    }
    const after = await completes(session, "x = 1\nx + 1; # done");
    same([after.value, after.repr], [2, "2"], "an expression after statements");
  },
});

/** 28: what is no JSON is described. */
export const otherValuesAreDescribed: Law = defineLaw({
  number: 28,
  title: "a value that is not JSON, or not the same in JSON, arrives as its repr only",
  applies: python,
  async check({ open }) {
    const session = await open();
    for (const code of others) {
      const result = await completes(session, code);
      same("value" in result, false, `whether ${code} has a value`);
      holds((result.repr ?? "").length > 0, `a repr of ${code}`, result.repr);
    }
    same((await completes(session, "10**400")).repr, `1${"0".repeat(400)}`, "a large integer's repr");
  },
});

/** 28: no value is not the value nothing. */
export const noValue: Law = defineLaw({
  number: 28,
  title: "a cell without a last expression, or with None, has no value; nothing of the user's is overwritten",
  applies: python,
  async check({ open }) {
    const session = await open();
    for (const code of ["x = 1", "None", "", "def f(): pass", "if True: 5", "print('x')"]) {
      const result = await completes(session, code);
      same(
        ["value" in result, "repr" in result],
        [false, false],
        `whether ${JSON.stringify(code)} has a value or a repr`,
      );
    }
    const names = "_ = 'mine'; result = 'mine'; value = 'mine'; code = 'mine'; display_ = 'mine'";
    await completes(session, `${names}\n1 + 1`);
    same(
      (await completes(session, "[_, result, value, code, display_]")).value,
      Array(5).fill("mine"),
      "the user's names",
    );
  },
});

/** 28: a repr is the user's code. */
export const hostileReprs: Law = defineLaw({
  number: 28,
  title: "a repr that fails is an exception, and one of megabytes is cut",
  applies: python,
  async check({ open }) {
    const session = await open();
    await failing(
      session,
      "class Bad:\n    def __repr__(self): raise ValueError('no repr')\nBad()",
      "ValueError",
    );
    await failing(session, "class Odd:\n    def __repr__(self): return 5\nOdd()", "TypeError");
    const long = await completes(
      session,
      "class Long:\n    def __repr__(self): return 'x' * 50_000_000\nLong()",
    );
    holds((long.repr?.length ?? 0) < 1_000_000, "a repr below a megabyte", long.repr?.length);
    const list = await completes(session, "list(range(1_000_000))");
    holds((list.repr?.length ?? 0) < 1_000_000, "a list's repr below a megabyte", list.repr?.length);
  },
});

async function failing(session: Session, code: string, name: string): Promise<void> {
  const result = await session.run(code).result;
  same(
    result.status === "exception" && result.exception.name,
    name,
    `the exception of ${JSON.stringify(code)}`,
  );
}
