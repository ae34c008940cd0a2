import type { Isolation, ProbeFinding } from "@tinycodeagent/core";

/** What doctor found. */
export interface Diagnosis {
  readonly node: { readonly version: string; readonly path: string };
  readonly python: ProbeFinding | undefined;
  readonly providers: readonly ProviderDiagnosis[];
  readonly models: ModelDiagnosis;
}

/** What a provider's probe gave. */
export interface ProviderDiagnosis {
  readonly name: string;
  readonly available: boolean;
  readonly isolation: Isolation;
  readonly state: "none" | "live" | "crash-proof";
  readonly findings: readonly ProbeFinding[];
}

/** The services that models can come from. */
export interface ModelDiagnosis {
  /** Whether there is a key; never the key. */
  readonly openai: { readonly hasKey: boolean; readonly baseURL?: string };
  readonly ollama:
    | { readonly reachable: true; readonly host: string; readonly models: readonly string[] }
    | { readonly reachable: false; readonly host: string; readonly problem: string };
}
