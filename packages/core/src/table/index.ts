export { isTable, table } from "./table.ts";
export { variableProblem } from "./variable-problem.ts";
