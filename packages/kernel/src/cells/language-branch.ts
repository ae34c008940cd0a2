import { type Capabilities, type Cell, CodeAgentError } from "@tinycodeagent/core";

/**
 * The branch that runs a cell: each language has its own beside that of Python.
 * @throws CodeAgentError `LANGUAGE_UNSUPPORTED`: the kernel would not answer for a language that it did not name
 */
export function languageBranch(
  branch: string,
  { language = "python" }: Cell,
  { languages }: Capabilities,
): string {
  if (!languages.includes(language)) {
    throw new CodeAgentError(
      "LANGUAGE_UNSUPPORTED",
      `Expected one of ${languages.join(", ")}, got "${language}". Use a language of this session.`,
    );
  }
  return language === "python" ? branch : `${branch}:${language}`;
}
