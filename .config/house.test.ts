import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const isSource = (path: string) => !/\.test\.ts$|\/generated\/|\/node_modules\/|\/dist\//.test(path);
const sources = globSync("{packages,apps}/*/{src,javascript,python/tinycodeagent_kernel}/**/*.{ts,py}", {
  cwd: root,
}).filter(isSource);
const lines = sources.map(path => ({
  path,
  count: readFileSync(join(root, path), "utf8").trimEnd().split("\n").length,
}));
const counts = lines.map(({ count }) => count).sort((left, right) => left - right);

it("has no source file over 250 lines", () => {
  expect(lines.filter(({ count }) => count > 250)).toEqual([]);
});

it("has short source files: their median is at most 80 lines", () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(80);
});

it("gives core no runtime dependency but a package of types", () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "packages/core/package.json"), "utf8"));
  expect(Object.keys(dependencies)).toEqual(["@standard-schema/spec"]);
});

it("has a README for every package", () => {
  const folders = globSync("{packages,apps}/*/package.json", { cwd: root }).map(path =>
    path.replace("package.json", "README.md"),
  );
  const readmes = globSync("{packages,apps}/*/README.md", { cwd: root });
  expect(readmes.sort()).toEqual(folders.sort());
});
