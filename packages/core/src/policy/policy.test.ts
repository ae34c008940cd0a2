import { describe, expect, it } from "vitest";
import type { Capabilities } from "../contract/capabilities.ts";
import type { Policy } from "../contract/policy.ts";
import { checkPolicy } from "./check-policy.ts";
import { holdPolicy } from "./hold-policy.ts";

const nothing: Capabilities = {
  isolation: "process",
  languages: ["python"],
  facets: [],
  network: [],
  fileRules: [],
  enforces: [],
  workspace: [],
  packages: [],
  state: "live",
};
const everything: Capabilities = {
  ...nothing,
  network: ["none", "allowlist", "all"],
  fileRules: ["readable", "writable", "protect", "hide"],
  enforces: ["time", "memory", "cpu", "processes", "disk", "output"],
  workspace: ["bind", "copy"],
  packages: ["python", "apt"],
};

const clauses: [string, Policy][] = [
  ["protect", { protect: ["x"] }],
  ["hide", { hide: ["x"] }],
  ["readable", { readable: ["/x"] }],
  ["writable", { writable: ["/x"] }],
  ["workspace.writable", { workspace: { writable: false } }],
  ["workspace.mode", { workspace: { path: "." } }],
  ["workspace.mode", { workspace: { mode: "copy" } }],
  ["network", { network: "none" }],
  ["network", { network: "all" }],
  ["network", { network: { allow: ["pypi.org"] } }],
  ["network", { network: { allow: [] } }],
  ["limits.timeMs", { limits: { timeMs: 1 } }],
  ["limits.memoryBytes", { limits: { memoryBytes: 1 } }],
  ["limits.cpu", { limits: { cpu: 1 } }],
  ["limits.processes", { limits: { processes: 1 } }],
  ["limits.diskBytes", { limits: { diskBytes: 1 } }],
  ["limits.outputBytes", { limits: { outputBytes: 1 } }],
  ["packages.python", { packages: { python: ["x"] } }],
  ["packages.apt", { packages: { apt: ["x"] } }],
];

describe("a clause that the user wrote", () => {
  it.each(clauses)("%s of %j is held or refused, never dropped", (clause, policy) => {
    expect(() => holdPolicy(policy, nothing, "here")).toThrow(
      expect.objectContaining({ code: "POLICY_UNSUPPORTED", details: { clause, place: "here" } }),
    );
    expect(holdPolicy(policy, everything, "here")).toEqual([]);
  });

  it("needs no more than an empty list does", () => {
    expect(
      holdPolicy(
        { protect: [], hide: [], packages: { python: [] } },
        { ...everything, fileRules: [], packages: [] },
        "here",
      ),
    ).toEqual([]);
  });
});

it("names the defaults that a place does not hold", () => {
  expect(holdPolicy({}, nothing, "here")).toEqual([
    "protect",
    "hide",
    "network",
    "limits.timeMs",
    "limits.outputBytes",
    "limits.spillBytes",
  ]);
  expect(holdPolicy({}, everything, "here")).toEqual([]);
});

it("an empty allowlist denies everything", () => {
  const onlyAllowlist = { ...everything, network: ["allowlist"] as const };
  expect(() => holdPolicy({ network: { allow: [] } }, onlyAllowlist, "here")).toThrow(
    expect.objectContaining({ code: "POLICY_UNSUPPORTED" }),
  );
});

it.each([
  [{ networks: "all" }],
  [{ network: { mode: "none" } }],
  [{ network: { allow: "pypi.org" } }],
  [{ network: null }],
  [{ hide: ".env" }],
  [{ workspace: { path: "" } }],
  [{ workspace: { dir: "/x" } }],
  [{ workspace: { mode: "link" } }],
  [{ limits: { timeMS: 5 } }],
  [{ env: { "A=B": "x" } }],
  [{ env: { A: "x\0y" } }],
  [{ env: { A: 1 } }],
  [{ secrets: { KEY: "abc" } }],
  [{ limits: { timeMs: 0 } }],
  [{ limits: { timeMs: Number.NaN } }],
  [{ limits: { memoryBytes: "1" } }],
])("%j is no policy", policy => {
  expect(() => checkPolicy(policy as unknown as Policy)).toThrow(
    expect.objectContaining({ code: "OPTION_INVALID" }),
  );
});
