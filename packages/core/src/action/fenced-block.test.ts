import { expect, it } from "vitest";
import { findFencedBlock } from "./fenced-block.ts";

const fence = "```";

it("finds code between fences, and where it begins and ends", () => {
  const text = `Hm.\n${fence}python\na = 1\nb = 2\n${fence}\nmore`;
  expect(findFencedBlock(text)).toEqual({
    start: 4,
    code: "a = 1\nb = 2\n",
    end: text.length - "\nmore".length,
    isClosed: true,
  });
});

it.each([
  ["Py", "py"],
  ["python with spaces", "  python  "],
  ["Windows line ends", "python\r"],
])("knows %s", (_, info) => {
  expect(findFencedBlock(`${fence}${info}\nx\n${fence}`)).toMatchObject({ code: "x\n" });
});

it.each([
  ["other languages", `${fence}bash\nls\n${fence}`],
  ["blocks without a language", `${fence}\nx\n${fence}`],
  ["fences inside a line", `use ${fence}python here`],
  ["words behind the language", `${fence}pythonic\nx\n${fence}`],
])("passes over %s", (_, text) => {
  expect(findFencedBlock(text)).toBeUndefined();
});

it("lets a longer fence hold a shorter one", () => {
  const text = `${fence}${"`"}python\ns = """\n${fence}\n"""\n${fence}${"`"}\n`;
  expect(findFencedBlock(text)?.code).toBe(`s = """\n${fence}\n"""\n`);
});

it("says when the closing fence is missing", () => {
  expect(findFencedBlock(`${fence}python\nx`)).toMatchObject({ code: "x", isClosed: false });
});
