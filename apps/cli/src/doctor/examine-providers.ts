import { messageOf } from "@tinycodeagent/core";
import { providerWords } from "../run/provider-word.ts";
import type { ProviderDiagnosis } from "./diagnosis.ts";

/** Really starts a sandbox of each provider that the program knows. */
export function examineProviders(): Promise<readonly ProviderDiagnosis[]> {
  return Promise.all(Object.entries(providerWords).map(([name, open]) => examine(name, open)));
}

async function examine(name: string, open: (typeof providerWords)[string]): Promise<ProviderDiagnosis> {
  try {
    const provider = await open();
    const report = await provider.probe();
    const { isolation, state } = report.capabilities ?? provider.capabilities;
    return { name, available: report.available, isolation, state, findings: report.findings };
  } catch (error) {
    const finding = { check: "probe", ok: false, detail: messageOf(error) };
    return { name, available: false, isolation: "none", state: "none", findings: [finding] };
  }
}
