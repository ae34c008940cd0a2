import { all, facets, python } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const mebibyte = 1024 * 1024;
const many = `
class Picture:
    def _repr_mimebundle_(self, **_): return {"image/png": bytes(1 << 20)}
picture = Picture()
for _ in range(100): display(picture)
`;

/** 29: what is shown has a bound, as what is printed has. */
export const manyDisplaysAreBounded: Law = defineLaw({
  number: 29,
  title: "of a hundred displays of a mebibyte a result keeps at most 64 MiB, and the session goes on",
  applies: all(python, facets("display")),
  async check({ open }) {
    const session = await open();
    const { displays } = await completes(session, many);
    const bytes = displays.flatMap(data => Object.values(data)).reduce((sum, { length }) => sum + length, 0);
    holds(bytes >= mebibyte && bytes <= 64 * mebibyte, "from 1 to 64 MiB of displays", bytes);
    same(await evaluate(session, "1 + 1"), 2, "the next cell's value");
  },
});
