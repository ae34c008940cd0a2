import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import type { Tool, ToolAudience } from "../tools/tool.ts";

/** The tool that ends a run with a question to the user, as `needs_input`. The first question holds. */
export function askQuestionTool(from: ToolAudience, onQuestion: (question: string) => boolean): Tool {
  return defineTool({
    name: "ask_question",
    description:
      "Asks the user when you cannot go on without them. The task pauses here; the answer comes as the next message.",
    input: jsonSchema<{ readonly question: string }>({
      type: "object",
      properties: { question: { type: "string", minLength: 1 } },
      required: ["question"],
      additionalProperties: false,
    }),
    from,
    execute: ({ question }) =>
      onQuestion(question)
        ? "The question is put to the user. The answer comes as the next message."
        : "A question was asked before; this one is ignored.",
  });
}
