import type { CodeExecutionProvider } from "@tinycodeagent/core";
import { type KernelSession, processProvider } from "@tinycodeagent/kernel";
import { localLauncher } from "./local-launcher.ts";
import { checkOptions, type LocalOptions } from "./options.ts";

/**
 * Runs code in a child process of this machine, with the rights of the user who starts it. **This is no boundary**: the
 * code can read, write and connect to whatever that user can. Use it for code that you would run yourself.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function local(options: LocalOptions = {}): CodeExecutionProvider<KernelSession> {
  const { python, ...kernel } = checkOptions(options);
  return processProvider(localLauncher({ python }), kernel);
}
