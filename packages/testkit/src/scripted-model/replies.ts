import type { ScriptedReply } from "./scripted-reply.ts";

/** A reply that runs Python by the native tool; several codes are parallel calls. */
export function runPython(
  ...codes: readonly string[]
): ScriptedReply & { readonly calls: NonNullable<ScriptedReply["calls"]> } {
  return { calls: codes.map(code => ({ name: "run_python", input: { code } })) };
}

/** A reply that gives the final answer by the native tool. */
export function finalAnswer(
  value: unknown,
): ScriptedReply & { readonly calls: NonNullable<ScriptedReply["calls"]> } {
  return { calls: [{ name: "final_answer", input: { value } }] };
}
