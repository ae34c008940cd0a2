import type { Json } from "../contract/json.ts";
import { messageOf } from "../errors/code-agent-error.ts";

/** The arguments of a call, or what is wrong with them. Broken ones are never taken for empty ones. */
export function parseArguments(text: string): { ok: true; input: Json } | { ok: false; message: string } {
  // Servers write nothing for a call without arguments.
  if (text.trim() === "") return { ok: true, input: {} };
  try {
    return { ok: true, input: JSON.parse(text) as Json };
  } catch (error) {
    return {
      ok: false,
      message: `The arguments are not JSON (${messageOf(error)}). The tool was not run. Call it again.`,
    };
  }
}
