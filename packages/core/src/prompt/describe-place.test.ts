import { expect, it } from "vitest";
import type { Policy } from "../contract/policy.ts";
import { describePlace } from "./describe-place.ts";

function describe(policy: Policy, unenforced: readonly string[] = []): string {
  const report = { unenforced, warnings: [], versions: { python: "3.12.1" }, workdir: "/work" };
  return describePlace({ languages: ["python", "bash"], report, policy, preload: [] });
}

it("names languages, versions and the working directory", () => {
  expect(describe({})).toBe(
    [
      "- Languages: python, bash (python 3.12.1)",
      "- Working directory: /work",
      "- Limits of one run of code: 60 s",
      "- Network: none",
    ].join("\n"),
  );
});

it.each<[Policy, readonly string[], string]>([
  [{ network: "all" }, [], "- Network: open"],
  [
    { network: { allow: ["pypi.org", "*.example.com:443"] } },
    [],
    "- Network: only pypi.org, *.example.com:443",
  ],
  [{ network: { allow: [] } }, [], "- Network: none"],
  [{}, ["network"], "- Network: do not use it (this place does not block it)"],
])("says of %o what the network is", (policy, unenforced, line) => {
  expect(describe(policy, unenforced)).toContain(line);
});

it("names every limit that is set, packages, and a workspace that cannot be written", () => {
  const text = describe({
    limits: { timeMs: 1500, memoryBytes: 2 ** 30, cpu: 2, processes: 64, diskBytes: 2 ** 20 },
    packages: { python: ["numpy"] },
    workspace: { writable: false },
  });
  expect(text).toContain("1.5 s, 1024 MiB of memory, 2 processors, 64 processes, 1 MiB of disk");
  expect(text).toContain("- Installed: numpy");
  expect(text).toContain("- The working directory cannot be written.");
});
