import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { expect, it } from "vitest";
import { isPythonBuiltin, isPythonKeyword } from "./python-names.ts";

/** What an interactive Python adds for people; programs do without. */
const forPeople = ["copyright", "credits", "help", "license"];

it("every keyword and every builtin of a real Python is known, and its kernel's own names", async () => {
  await using session = await openSession(local());
  const code =
    "import builtins, keyword\n[keyword.kwlist, [n for n in dir(builtins) if n[0] != '_' or n[1] == '_']]";
  const result = await session.run(code).result;
  const [keywords, builtins] = (result.status === "completed" ? result.value : []) as [string[], string[]];
  expect(keywords.filter(name => !isPythonKeyword(name))).toEqual([]);
  const unknown = builtins.filter(name => !isPythonKeyword(name) && !isPythonBuiltin(name));
  expect(unknown.filter(name => !forPeople.includes(name))).toEqual([]);
  const given = await session.run("[n for n in dir() if n[0] != '_' and n not in ('builtins', 'keyword')]")
    .result;
  expect(given).toMatchObject({ status: "completed", value: ["ToolError", "display"] });
});

it.each(["search", "match", "case", "class_", "printer", "_", "constructor", "help"])(
  "%s is a name to take",
  name => {
    expect(isPythonKeyword(name) || isPythonBuiltin(name)).toBe(false);
  },
);
