import { requireFacet, type Session, type SessionVariables } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { failsWith, holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const applies = all(livePython, facets("variables"));
const variablesOf = (session: Session): SessionVariables =>
  requireFacet(session, "variables", "to check its laws");

/** 28: data in, data out. */
export const variablesCross: Law = defineLaw({
  number: 28,
  title: "JSON and bytes go in and come out as they were; what is neither is only described",
  applies,
  proves: ["facet variables"],
  async check({ open }) {
    const session = await open();
    const variables = variablesOf(session);
    const bytes = new Uint8Array([0, 10, 255, 13, 10]);
    await variables.set({
      data: { a: [1, null, "é'''\n"], "": true },
      blob: bytes,
      empty: new Uint8Array(0),
    });
    same(
      await evaluate(session, "[data['a'][2], list(blob), type(blob).__name__, len(empty)]"),
      ["é'''\n", [0, 10, 255, 13, 10], "bytes", 0],
      "what arrived inside",
    );
    await completes(session, "made = [data, 1]\nother = {1, 2}\nnumber = 10**30");
    const got = await variables.get(["made", "blob", "empty", "other", "number", "absent"]);
    same(got.made, { kind: "json", value: [{ a: [1, null, "é'''\n"], "": true }, 1] }, "a JSON variable");
    same(got.blob, { kind: "bytes", value: bytes }, "a bytes variable");
    same(
      [got.other?.kind, got.number?.kind, got.absent],
      ["opaque", "opaque", undefined],
      "the kinds of the others",
    );
    same("absent" in got, false, "whether an absent name is in the answer");
  },
});

/** 28: what may be wrong is refused. */
export const variablesAreChecked: Law = defineLaw({
  number: 28,
  title: "a name that is no identifier and a value that is no data are refused, and large ones are opaque",
  applies,
  async check({ open }) {
    const session = await open();
    const variables = variablesOf(session);
    for (const name of ["1x", "a b", "x=1;y", "", "a\n", "__import__('os')"])
      await failsWith(
        () => variables.set({ [name]: 1 }),
        "VARIABLE_INVALID",
        `setting ${JSON.stringify(name)}`,
      );
    const invalid: readonly unknown[] = [() => 1, undefined, 10n];
    for (const value of invalid)
      await failsWith(
        () => variables.set({ x: value as never }),
        "VARIABLE_INVALID",
        "setting what is no data",
      );
    await variables.set({ large: new Uint8Array(3_000_000), text: "x".repeat(3_000_000) });
    same(
      await evaluate(session, "[len(large), len(text)]"),
      [3_000_000, 3_000_000],
      "what arrived of large values",
    );
    const got = await variables.get(["large", "text"]);
    same([got.large?.kind, got.text?.kind], ["opaque", "opaque"], "the kinds of values above 1 MiB");
    const more = await variables.get(["large"], { maxBytes: 4_000_000 });
    same(more.large?.kind, "bytes", "the kind with a larger maxBytes");
    await completes(
      session,
      "class Bad:\n    def __repr__(self): raise ValueError\nbad = Bad()\nloop = []; loop.append(loop)",
    );
    const odd = await variables.get(["bad", "loop"]);
    holds(odd.loop?.kind === "opaque" && odd.bad?.kind === "opaque", "hostile values to be opaque", odd);
  },
});
