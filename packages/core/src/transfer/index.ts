export { reportProblem, stateProblem } from "./state-problem.ts";
