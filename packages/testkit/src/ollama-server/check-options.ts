import type { Json, JsonObject } from "@tinycodeagent/core";

type Kind = "integer" | "float32" | "boolean" | "array";

/** The options that the server knows, and the type of each. */
const kinds: Readonly<Record<string, Kind>> = {
  num_keep: "integer",
  seed: "integer",
  num_predict: "integer",
  top_k: "integer",
  top_p: "float32",
  min_p: "float32",
  typical_p: "float32",
  repeat_last_n: "integer",
  temperature: "float32",
  repeat_penalty: "float32",
  presence_penalty: "float32",
  frequency_penalty: "float32",
  stop: "array",
  num_ctx: "integer",
  num_batch: "integer",
  num_gpu: "integer",
  main_gpu: "integer",
  use_mmap: "boolean",
  num_thread: "integer",
};

/** A value of the wrong type is a problem; an unknown name is only a warning, as in Ollama's log. */
export function checkOptions(options: Json | undefined): { problem?: string; warnings: string[] } {
  if (options === undefined) return { warnings: [] };
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return { problem: "options must be an object", warnings: [] };
  }
  const entries = Object.entries(options as JsonObject);
  const warnings = entries.filter(([name]) => !kinds[name]).map(([name]) => `unknown option "${name}"`);
  const wrong = entries.find(([name, value]) => kinds[name] && !fits(value, kinds[name]));
  if (!wrong) return { warnings };
  return { problem: `option "${wrong[0]}" must be of type ${kinds[wrong[0]]}`, warnings };
}

function fits(value: Json, kind: Kind): boolean {
  if (kind === "array") return Array.isArray(value) && value.every(item => typeof item === "string");
  if (kind === "boolean") return typeof value === "boolean";
  return typeof value === "number" && (kind === "float32" || Number.isInteger(value));
}
