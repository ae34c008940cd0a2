import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Tool } from "../tools/tool.ts";

/**
 * Tools by their names.
 * @throws CodeAgentError `TOOL_DUPLICATE`
 */
export function toolsByName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  const byName = new Map<string, Tool>();
  for (const tool of tools) {
    const { name } = tool.signature;
    if (byName.has(name)) {
      throw new CodeAgentError(
        "TOOL_DUPLICATE",
        `Expected tools with different names, got "${name}" twice. Rename one of them.`,
        {
          details: { name },
        },
      );
    }
    byName.set(name, tool);
  }
  return byName;
}
