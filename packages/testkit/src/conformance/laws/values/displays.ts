import type { MimeType } from "@tinycodeagent/core";
import { all, facets, python } from "../../applies.ts";
import { holds, LawSkipped, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const applies = all(python, facets("display"));

const rich = `
class Html:
    def _repr_html_(self): return "<b>é</b>"
    def __repr__(self): return "plain"
class Bundle:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "p", "application/json": {"a": [1]}, "image/png": b"\\x89PNG\\x00\\xff"}
class Broken:
    def _repr_html_(self): raise RuntimeError("no")
    def __repr__(self): return "broken"
`;

/** 29: objects show themselves. */
export const richDisplays: Law = defineLaw({
  number: 29,
  title: "_repr_html_, _repr_mimebundle_ and display() arrive as displays, text as text and bytes as bytes",
  applies,
  proves: ["facet display"],
  async check({ open }) {
    const session = await open();
    await completes(session, rich);
    const last = await completes(session, "Html()");
    same(
      [last.displays[0]?.["text/html"], last.repr],
      ["<b>é</b>", "plain"],
      "the display of a last expression",
    );
    const { displays } = await completes(session, "display(Html(), Bundle())\ndisplay('text')\nNone");
    same(displays.length, 3, "the number of displays");
    same(
      displays[1]?.["image/png"],
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff]),
      "the bytes of an image",
    );
    same(JSON.parse(String(displays[1]?.["application/json"])), { a: [1] }, "JSON in a bundle");
    same(displays[2]?.["text/plain"], "'text'", "a value that has no rich form");
    same((await completes(session, "Html")).displays, [], "the displays of a class");
    const broken = await completes(session, "Broken()");
    same([broken.repr, broken.displays], ["broken", []], "a value whose rich form fails");
  },
});

/** 29: plots are reported. */
export const figuresAreShown: Law = defineLaw({
  number: 29,
  title: "figures of matplotlib arrive as PNG, shown or only drawn, once each",
  applies,
  timeoutMs: 60_000,
  async check({ open }) {
    const session = await open();
    const hasModule = "import importlib.util\nimportlib.util.find_spec('matplotlib') is not None";
    if ((await evaluate(session, hasModule)) !== true)
      throw new LawSkipped("matplotlib is not installed where the code runs");
    await completes(session, "import matplotlib.pyplot as plt");
    for (const code of ["plt.plot([1, 2])\nplt.show()", "fig, ax = plt.subplots()\nax.plot([1])\nNone"]) {
      const { displays } = await completes(session, code);
      same(displays.length, 1, `the number of displays of ${JSON.stringify(code)}`);
      checkPng(displays[0]?.["image/png" satisfies MimeType]);
    }
  },
});

function checkPng(content: string | Uint8Array | undefined): void {
  holds(content instanceof Uint8Array, "a PNG as bytes", typeof content);
  same([...content.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47], "how a PNG begins");
  holds(content.length > 1_000, "a PNG of more than 1,000 bytes", content.length);
}
