import type { Request } from "./arguments/parse-command-line.ts";
import { parseCommandLine } from "./arguments/parse-command-line.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { noteError } from "./terminal/note.ts";
import { type Output, openOutput } from "./terminal/output.ts";

/** The whole program: words in, exit code out. What a command needs is loaded when it is used. */
export async function program(args: readonly string[]): Promise<ExitCode> {
  const output = openOutput();
  try {
    return await perform(await parseCommandLine(args), output);
  } catch (error) {
    const { isCodeAgentError } = await import("@tinycodeagent/core");
    if (!isCodeAgentError(error)) throw error;
    noteError(output.notes, error);
    return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed;
  }
}

/** What the command line, or what it names, is wrong about; found before anything runs. */
const usageCodes: ReadonlySet<string> = new Set([
  "ISOLATION_INSUFFICIENT",
  "MODEL_KEY_MISSING",
  "OPTION_INVALID",
  "TASK_INVALID",
  "WORKDIR_NOT_FOUND",
]);

async function perform(request: Request, output: Output): Promise<ExitCode> {
  if (request.command === "help") {
    const { helpText } = await import("./arguments/help-text.ts");
    output.out.write(helpText(request.about));
    return exitCodes.completed;
  }
  if (request.command === "version") {
    const { versionText } = await import("./arguments/version.ts");
    output.out.write(versionText());
    return exitCodes.completed;
  }
  if (request.command === "run")
    return (await import("./run/run-command.ts")).runCommand(request.words, output);
  if (request.command === "doctor")
    return (await import("./doctor/doctor.ts")).doctor(request.isJson, output);
  return (await import("./demo/demo.ts")).demo(output);
}
