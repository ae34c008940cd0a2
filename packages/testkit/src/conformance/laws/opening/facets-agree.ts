import type { Capabilities, Isolation, ProviderSession } from "@tinycodeagent/core";
import { always } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";

const members = ["files", "shell", "checkpoints", "variables", "fork", "export", "import"] as const;
const lists = ["languages", "facets", "network", "fileRules", "enforces", "workspace", "packages"] as const;
const isolations: readonly Isolation[] = ["none", "process", "os", "container", "vm"];
const states: readonly Capabilities["state"][] = ["none", "live", "crash-proof"];

/** 26: the manifest, the session and its members say the same. */
export const facetsAgree: Law = defineLaw({
  number: 26,
  title: "a session has exactly the members that it claims, and no more than its provider claims",
  applies: always,
  async check({ openRaw, provider }) {
    const session = await openRaw();
    same(membersOf(session), claimedMembers(session), "the members of a session");
    checkWithin(session.capabilities, provider.capabilities);
    holds(
      session.capabilities.languages.length > 0,
      "a session with a language",
      session.capabilities.languages,
    );
    holds(session.report.workdir.startsWith("/"), "a working directory in the report", session.report);
  },
});

/** 26: the probe tells what a session will have. */
export const probeAgrees: Law = defineLaw({
  number: 26,
  title: "the probe reports what a session then has",
  applies: always,
  async check({ openRaw, provider }) {
    const report = await provider.probe();
    holds(report.available, "a provider that is available here", report);
    holds(
      report.findings.every(finding => finding.ok),
      "findings that are ok",
      report.findings,
    );
    same(report.capabilities, (await openRaw()).capabilities, "the capabilities that the probe found");
  },
});

function membersOf(session: ProviderSession): readonly string[] {
  return members.filter(name => session[name] !== undefined).sort();
}

function claimedMembers({ capabilities }: ProviderSession): readonly string[] {
  const { facets } = capabilities;
  const facetOf = (name: (typeof members)[number]) =>
    name === "export" || name === "import" ? "transfer" : name;
  return members.filter(name => facets.includes(facetOf(name))).sort();
}

function checkWithin(session: Capabilities, provider: Capabilities): void {
  for (const list of lists) {
    const claimed: readonly string[] = provider[list];
    const more = session[list].filter(item => !claimed.includes(item));
    same(more, [], `what the session claims as "${list}" beyond its provider`);
  }
  const isWeaker = isolations.indexOf(session.isolation) <= isolations.indexOf(provider.isolation);
  holds(isWeaker, `isolation of at most "${provider.isolation}"`, session.isolation);
  const isLess = states.indexOf(session.state) <= states.indexOf(provider.state);
  holds(isLess, `a state of at most "${provider.state}"`, session.state);
}
