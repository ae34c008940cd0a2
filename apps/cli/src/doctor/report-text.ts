import type { Isolation, ProbeFinding } from "@tinycodeagent/core";
import { harmless } from "../terminal/harmless.ts";
import type { Paint } from "../terminal/paint.ts";
import { counted } from "../view/amounts.ts";
import type { Diagnosis, ModelDiagnosis, ProviderDiagnosis } from "./diagnosis.ts";
import { tableLines } from "./table-lines.ts";

const weak: ReadonlySet<Isolation> = new Set(["none", "process"]);

/** A diagnosis for a person. */
export function reportText({ node, python, providers, models }: Diagnosis, paint: Paint): string {
  const lines = [
    paint("bold", "Machine"),
    ...tableLines([
      ["Node", `${node.version} at ${node.path}`],
      ["Python", harmless(python?.detail ?? "not found")],
    ]),
    "",
    paint("bold", "Providers"),
    ...providerLines(providers, paint),
    "",
    paint("bold", "Models"),
    ...modelLines(models),
  ];
  return `${lines.join("\n")}\n`;
}

function providerLines(providers: readonly ProviderDiagnosis[], paint: Paint): readonly string[] {
  const head = ["name", "isolation", "state", "result"];
  const rows = providers.map(({ name, isolation, state, available }) => [
    name,
    isolation,
    state,
    available ? "works" : "does not work",
  ]);
  const [heading = "", ...lines] = tableLines([head, ...rows]);
  return [
    paint("dim", heading),
    ...lines.flatMap((line, index) => [line, ...findingLines(providers[index], paint)]),
  ];
}

function findingLines(provider: ProviderDiagnosis | undefined, paint: Paint): readonly string[] {
  return (provider?.findings ?? []).flatMap(finding => [
    findingLine(provider, finding, paint),
    ...(finding.remedy ? [harmless(`      ${finding.remedy}`)] : []),
  ]);
}

// What a place without walls does not hold was found, but it is nothing to tick off.
function findingLine(
  provider: ProviderDiagnosis | undefined,
  { check, ok, detail }: ProbeFinding,
  paint: Paint,
): string {
  const isWarning = ok && check === "limits" && weak.has(provider?.isolation ?? "none");
  const mark = isWarning ? "!" : ok ? "✓" : "✗";
  return paint(isWarning ? "yellow" : ok ? "dim" : "red", harmless(`    ${mark} ${check}: ${detail}`));
}

function modelLines({ openai, ollama }: ModelDiagnosis): readonly string[] {
  const key = openai.hasKey ? "OPENAI_API_KEY is set" : "OPENAI_API_KEY is not set";
  const server = ollama.reachable
    ? `${counted(ollama.models.length, "model")} at ${ollama.host}${ollama.models.length ? `: ${ollama.models.join(", ")}` : ""}`
    : `not reachable at ${ollama.host}`;
  return tableLines([
    ["openai", harmless(openai.baseURL ? `${key}; OPENAI_BASE_URL is ${openai.baseURL}` : key)],
    ["ollama", harmless(server)],
    ["demo", "always there; its replies are scripted"],
  ]);
}
