import type { OllamaModelOptions } from "./options.ts";

/** The documented name of each option. One entry each: an option can be sent once only. */
const wireNames: { readonly [Name in keyof Required<OllamaModelOptions>]: string } = {
  numCtx: "num_ctx",
  numPredict: "num_predict",
  temperature: "temperature",
  topP: "top_p",
  topK: "top_k",
  minP: "min_p",
  repeatPenalty: "repeat_penalty",
  repeatLastN: "repeat_last_n",
  seed: "seed",
  stop: "stop",
  numThread: "num_thread",
  numGpu: "num_gpu",
};

/** The options that are set, under their documented names. */
export function wireOptions(options: OllamaModelOptions): Record<string, unknown> {
  const entries = Object.entries(wireNames) as [keyof OllamaModelOptions, string][];
  return Object.fromEntries(
    entries.flatMap(([name, wireName]) =>
      options[name] === undefined ? [] : [[wireName, options[name]] as const],
    ),
  );
}
