import type { ActionMode } from "../agent/options.ts";
import type { ToolSignature } from "../contract/tool-call.ts";

/** How the model acts and how it ends, in the mode it is used in. */
export function howToAct(mode: ActionMode, functions: readonly ToolSignature[]): string {
  const canAnswerInCode = functions.some(signature => signature.name === "final_answer");
  const lines = mode === "tools" ? toolLines : fencedLines;
  return [...lines, ...sessionLines, ...endLines(mode, canAnswerInCode)].map(line => `- ${line}`).join("\n");
}

const toolLines = [
  "Act by calling the tool run_python. Its result is what the code printed and the value of its last expression.",
  "Calls of one reply run one after the other.",
];

const fencedLines = [
  "Act by writing one Python code block, opened by ```python and closed by ```. Say in a sentence what it is for, write the block, and stop there: what it gives comes as the next message.",
  "Only the first block of a reply is run. What you write behind it is lost.",
];

const sessionLines = [
  "Code runs in one live session: variables, functions and imports stay for later code.",
  "Long output is cut in the middle. Print what you need, not all there is.",
];

function endLines(mode: ActionMode, canAnswerInCode: boolean): readonly string[] {
  const reply = "A reply without code ends the task, and its text is the answer.";
  if (mode === "tools") {
    const inCode = canAnswerInCode ? ", or final_answer(value) in Python" : "";
    return [
      `When you know the answer, call final_answer${inCode}. A reply without any call also ends the task, and its text is the answer.`,
      "If you cannot go on without the user, call ask_question.",
    ];
  }
  if (!canAnswerInCode) return [reply];
  return [
    `When you know the answer, call final_answer(value) in Python. ${reply}`,
    "If you cannot go on without the user, call ask_question(question) in Python.",
  ];
}
