import { describe, expect, it } from "vitest";
import { reportProblem, stateProblem } from "./state-problem.ts";

const state = {
  version: 1,
  language: "python",
  languageVersion: "3.12",
  definitions: [{ kind: "import", name: "math", source: "import math" }],
  variables: ["x", "变", "a b"],
  left: [{ name: "f", type: "TextIOWrapper", reason: "open" }],
  data: "AAEC",
};

describe("a state", () => {
  it("is whole with its members, and with more than is known", () => {
    expect(stateProblem(state)).toBeUndefined();
    expect(stateProblem({ ...state, data: "", later: 1 })).toBeUndefined();
  });

  it.each([
    ["version", 2],
    ["version", undefined],
    ["language", 1],
    ["languageVersion", null],
    ["definitions", {}],
    ["definitions", [{ kind: "script", name: "x", source: "" }]],
    ["definitions", [{ kind: "class", name: "x", source: 1 }]],
    ["variables", ["x", ""]],
    ["variables", ["x".repeat(1001)]],
    ["left", [{ name: "x" }]],
    ["data", new Uint8Array(3)],
    ["data", "AAA"],
    ["data", "AA\n="],
  ])("is none with an odd %s", (member, value) => {
    expect(stateProblem({ ...state, [member]: value })).toContain(member);
  });

  it.each([undefined, null, "state", [state], 5])("is not %j", value => {
    expect(stateProblem(value)).toContain("as export() gives it");
  });
});

it("a report of an import is lists of names and of what was left", () => {
  expect(reportProblem({ imported: ["x"], left: [] })).toBeUndefined();
  for (const odd of [{ imported: [1], left: [] }, { imported: [] }, { imported: [], left: [1] }, [], null])
    expect(reportProblem(odd)).toContain("a report");
});
