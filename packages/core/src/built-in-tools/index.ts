export { askQuestionTool } from "./ask-question.ts";
export { finalAnswerTool } from "./final-answer.ts";
export { parseRunPython, runPythonSignature } from "./run-python.ts";
