import type { ImportReport, Session, SessionState } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { failsWith, holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const applies = all(livePython, facets("transfer"));

const cells = [
  "import math, json as j\nfrom dataclasses import dataclass",
  "@dataclass\nclass Order:\n    pieces: int\n    notes: list\n    def double(self): return 2 * self.pieces",
  "def total(orders): return sum(map(Order.double, orders)) + math.floor(extra)\nhalf = lambda x: x / 2",
  "notes = ['a']\norders = [Order(1, notes), Order(2, notes)]\nextra = 0.5\nraw = b'\\0\\xff'\nbig = 10**30",
];
const look = "[total(orders), half(3), orders[1].notes is notes, raw[1], big == 10**30, j.dumps(notes)]";

/** 30: a state is data that makes the same interpreter elsewhere. */
export const statesMove: Law = defineLaw({
  number: 30,
  title:
    "a state that was kept as JSON works in another session: imports, functions, classes, data and what they share",
  applies,
  proves: ["facet transfer"],
  async check({ open }) {
    const from = await open();
    for (const cell of cells) await completes(from, cell);
    const state = await stateOf(from);
    same(state.left, [], "what was left behind");
    const kept: SessionState = JSON.parse(JSON.stringify(state));
    same(kept, state, "the state after it was written as JSON");
    const to = await open();
    await completes(to, "extra = 'replaced'\nother = 'kept'");
    same((await importInto(to, kept)).left, [], "what could not be imported");
    same(await evaluate(to, look), [6, 1.5, true, 255, true, '["a"]'], "what was moved");
    same(
      await evaluate(to, "notes.append('b')\n[orders[0].notes, other]"),
      [["a", "b"], "kept"],
      "what both hold",
    );
    same(await evaluate(from, "notes"), ["a"], "the list in the first session");
  },
});

/** 30: nothing vanishes, and nothing is believed. */
export const transfersAreHonest: Law = defineLaw({
  number: 30,
  title: "what cannot move is named with its reason, and a damaged or foreign state is refused whole",
  applies,
  async check({ open }) {
    const session = await open();
    await completes(session, "rest = 1\nfile = open('x', 'w')\nmany = [(n for n in [1]), 2]");
    await completes(session, "open('gone.py', 'w').write('def act(): return 1')\nfrom gone import act\nNone");
    const state = await stateOf(session);
    same(
      [state.variables, state.left.map(({ name }) => name).sort()],
      [["rest"], ["file", "many"]],
      "what moves, and what does not",
    );
    holds(
      state.left.every(({ type, reason }) => type && reason),
      "a type and a reason of each",
      state.left,
    );
    const to = await open();
    await completes(to, "rest = 0");
    const refused: readonly (readonly [string, object])[] = [
      ["another version", { version: 2 }],
      ["another language", { language: "cobol" }],
      ["other data", { data: `${state.data.slice(0, -8)}AAAAAAA=` }],
      ["less data", { data: state.data.slice(0, -4) }],
    ];
    for (const [what, change] of refused)
      await failsWith(() => importInto(to, { ...state, ...change }), "STATE_INVALID", `a state of ${what}`);
    same(await evaluate(to, "rest"), 0, "a variable after states that were refused");
    const report = await importInto(to, state);
    same(
      [report.imported, report.left.map(({ name }) => name)],
      [["rest"], ["act"]],
      "what came in, and what is missing here",
    );
  },
});

async function stateOf(session: Session): Promise<SessionState> {
  holds(session.export !== undefined, "a session with export", session.capabilities.facets);
  return session.export();
}

async function importInto(session: Session, state: SessionState): Promise<ImportReport> {
  holds(session.import !== undefined, "a session with import", session.capabilities.facets);
  return session.import(state);
}
