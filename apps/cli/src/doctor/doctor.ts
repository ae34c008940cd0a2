import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Output } from "../terminal/output.ts";
import { jsonLine } from "../view/json-reporter.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { examineModels } from "./examine-models.ts";
import { examineProviders } from "./examine-providers.ts";
import { reportText } from "./report-text.ts";

/** Shows what this machine can do. It is well when at least one provider works. */
export async function doctor(isJson: boolean, { out }: Output): Promise<ExitCode> {
  const [providers, models] = await Promise.all([examineProviders(), examineModels(process.env)]);
  const diagnosis: Diagnosis = {
    node: { version: process.versions.node, path: process.execPath },
    python: providers.flatMap(({ findings }) => findings).find(({ check }) => check === "python"),
    providers,
    models,
  };
  out.write(isJson ? `${jsonLine(diagnosis)}\n` : reportText(diagnosis, out.paint));
  return providers.some(({ available }) => available) ? exitCodes.completed : exitCodes.failed;
}
