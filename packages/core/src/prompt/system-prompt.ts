import type { ActionMode } from "../agent/options.ts";
import type { ToolSignature } from "../contract/tool-call.ts";
import { describeGiven, type Given } from "./describe-given.ts";
import { describePlace, type Place } from "./describe-place.ts";
import { howToAct } from "./how-to-act.ts";
import { pythonSignature } from "./python-signature.ts";

/** What the system prompt is made of. */
export interface PromptParts {
  readonly mode: ActionMode;
  readonly place: Place;
  /** Host tools that code can call. */
  readonly functions: readonly ToolSignature[];
  readonly given: Given;
  readonly instructions: string | undefined;
}

const role =
  "You are an agent that solves tasks by writing and running Python code. Work in small steps, look at what each step really gave, and correct yourself. Never invent results.";

/** The system prompt: role, how to act, the place, the functions there, what was given, and the user's instructions. */
export function systemPrompt(parts: PromptParts): string {
  const sections = [
    role,
    `# How to act\n${howToAct(parts.mode, parts.functions)}`,
    `# Where code runs\n${describePlace(parts.place)}`,
    functionSection(parts.functions),
    describeGiven(parts.given),
    parts.instructions?.trim() ? `# Instructions\n${parts.instructions.trim()}` : "",
  ];
  return sections.filter(section => section !== "").join("\n\n");
}

function functionSection(functions: readonly ToolSignature[]): string {
  if (functions.length === 0) return "";
  const list = functions.map(pythonSignature).join("\n\n");
  return `# Functions in Python\nThey are there already: call them, do not import or define them. A call that fails raises an exception.\n\n${list}`;
}
