import { requireFacet, type TableCell, table } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { failsWith, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { evaluate } from "../../run-cell.ts";

const columns: Readonly<Record<string, readonly TableCell[]>> = {
  city: ["Lübeck", null, ""],
  people: [216_277, 0, -1],
  share: [0.5, null, 1e300],
  is: [true, false, true],
};
/** Reads a column of a frame and of a dict of lists alike, what is missing as None. */
const cells = "[[None if v != v else getattr(v, 'item', lambda: v)() for v in t[name]] for name in t]";

/** 28: tables are data, whatever the program makes of them. */
export const tablesCross: Law = defineLaw({
  number: 28,
  title: "a table goes in as columns that code can read, and comes out with the same cells",
  applies: all(livePython, facets("variables")),
  async check({ open }) {
    const session = await open();
    const variables = requireFacet(session, "variables", "to check its laws");
    await variables.set({ t: table(columns), data: { columns: { a: [1] } } });
    same(
      await evaluate(session, "[list(t), data]"),
      [Object.keys(columns), { columns: { a: [1] } }],
      "the names inside",
    );
    same(await evaluate(session, cells), Object.values(columns), "the cells inside");
    const { t } = await variables.get(["t"]);
    const seen = t?.kind === "table" ? t.columns : t?.kind === "json" ? t.value : t;
    same(seen, columns, "the cells that came out");
    await failsWith(() => table({ a: [1], b: [] }), "VARIABLE_INVALID", "a table of unequal columns");
  },
});
