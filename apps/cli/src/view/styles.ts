import type { Block } from "./blocks.ts";

type StyleName =
  | "heading"
  | "faint"
  | "reasoning"
  | "text"
  | "code"
  | "stdout"
  | "stderr"
  | "value"
  | "call"
  | "display"
  | "failure"
  | "trace"
  | "state"
  | "answer";

/** The blocks of the view. */
export const styles: Readonly<Record<StyleName, Block>> = {
  heading: { prefix: "", look: "bold" },
  faint: { prefix: "", look: "dim" },
  reasoning: { prefix: "", look: ["dim", "italic"] },
  text: { prefix: "" },
  code: { prefix: "  │ ", look: "cyan" },
  stdout: { prefix: "  " },
  stderr: { prefix: "  ", look: "yellow" },
  value: { prefix: "  = ", nextPrefix: "    " },
  call: { prefix: "  → ", nextPrefix: "    ", look: "dim" },
  display: { prefix: "  + ", nextPrefix: "    ", look: "magenta" },
  failure: { prefix: "  ✗ ", nextPrefix: "    ", look: "red" },
  trace: { prefix: "    ", look: "dim" },
  state: { prefix: "  ! ", nextPrefix: "    ", look: "yellow" },
  answer: { prefix: "", look: "green" },
};
