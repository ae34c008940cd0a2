import type { ScriptedCall } from "../scripted-model/scripted-reply.ts";

/** The input of a scripted call as the text that a model writes. */
export function inputTextOf(call: ScriptedCall): string {
  const text = "inputText" in call ? call.inputText : undefined;
  return text ?? JSON.stringify("input" in call ? call.input : {});
}
