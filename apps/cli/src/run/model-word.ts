import { suggestion } from "../arguments/nearest.ts";
import { usageError } from "../arguments/usage-error.ts";

/** A model as it is named on the command line. */
export type ModelWord =
  | { readonly kind: "demo" }
  | { readonly kind: "openai" | "ollama"; readonly name: string };

/**
 * What a model word means: `demo`, `openai/NAME`, `ollama/NAME`, or the bare name of an OpenAI model.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export async function modelWordOf(word: string): Promise<ModelWord> {
  if (word === "demo") return { kind: "demo" };
  const slash = word.indexOf("/");
  const kind = slash < 0 ? "openai" : word.slice(0, slash);
  const name = word.slice(slash + 1);
  if ((kind === "openai" || kind === "ollama") && name.trim()) return { kind, name };
  if (kind === "openai" || kind === "ollama")
    throw await usageError(`Expected a model's name behind "${kind}/" for --model, got "${word}".`);
  throw await usageError(
    `Expected openai/NAME, NAME, ollama/NAME or demo for --model, got "${word}".${suggestion(kind, ["openai", "ollama", "demo"])} A name with a slash of its own is written openai/${word || "NAME"}.`,
  );
}
