import { all, facets, livePython } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { evaluate } from "../../run-cell.ts";
import { forgeAsOneself, survives } from "./forge.ts";

const headers: readonly string[] = [
  '{"type": "display", "contents": [[{"toString": 1}, 1]]}',
  '{"type": "display", "contents": [[["text/html"], 1]]}',
  '{"type": "display", "contents": [["text/plain", NaN]]}',
  '{"type": "display", "contents": [["text/plain", {"valueOf": 1}]]}',
  '{"type": "display", "contents": [["__proto__", 1]]}',
  '{"type": "display", "contents": [["text/plain", 9007199254740993]]}',
  '{"type": "display", "parts": 7, "contents": [["text/plain", 1]]}',
  '{"type": "result", "parts": 7}',
  '{"type": "exception", "parts": -1}',
];

/** 21: a header that lies about what follows. */
export const forgedDisplays: Law = defineLaw({
  number: 21,
  title: "displays and results with forged headers are dropped or harmless, and the session lives",
  applies: all(livePython, facets("display")),
  async check({ open }) {
    const session = await open();
    for (const header of headers) await survives(session, `${forgeAsOneself}\nforge_own('${header}')`);
    const wide = `forge_own('{"type": "display", "contents": [["text/plain' + 'é' * 20000 + '", 1]]}')`;
    await survives(session, `${forgeAsOneself}\n${wide}`);
    same(await evaluate(session, "display(1)\n2"), 2, "the value of a cell that shows something");
  },
});
