import { expect, it } from "vitest";
import { type Block, createBlocks } from "./blocks.ts";

const text: Block = { prefix: "" };
const code: Block = { prefix: "| ", look: "cyan" };
const value: Block = { prefix: "= ", nextPrefix: "  " };

function written(act: (blocks: ReturnType<typeof createBlocks>) => void): string {
  let output = "";
  act(
    createBlocks({
      write: piece => {
        output += piece;
      },
      paint: (_look, piece) => piece,
    }),
  );
  return output;
}

it("a block that arrives in pieces has its prefix once a line", () => {
  const output = written(blocks => {
    for (const piece of ["a = ", "1\nb", "\n", "\nc\n"]) blocks.stream(code, piece);
  });
  expect(output).toBe("| a = 1\n| b\n|\n| c\n");
});

it("another block begins on a line of its own", () => {
  const output = written(blocks => {
    blocks.stream(text, "hello");
    blocks.stream(code, "x\n\n\n");
    blocks.line(text, "end");
  });
  expect(output).toBe("hello\n| x\nend\n");
});

it("empty lines before a block's first text are left out", () => {
  expect(
    written(blocks => {
      blocks.stream(text, "\n\n");
      blocks.stream(text, "\nhello");
    }),
  ).toBe("hello");
});

it("lines after the first have their own prefix", () => {
  expect(written(blocks => blocks.line(value, "a\nb"))).toBe("= a\n  b\n");
});

it("a gap is one empty line, and none at the very start", () => {
  const output = written(blocks => {
    blocks.gap();
    blocks.line(text, "a");
    blocks.gap();
    blocks.line(text, "b");
  });
  expect(output).toBe("a\n\nb\n");
});
