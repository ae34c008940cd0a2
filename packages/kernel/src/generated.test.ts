import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateKernelSource } from "../generate.ts";

it("embeds the Python sources as they are: run `pnpm --filter @tinycodeagent/kernel generate`", () => {
  const embedded = readFileSync(new URL("./generated/kernel-source.ts", import.meta.url), "utf8");
  expect(embedded === generateKernelSource()).toBe(true);
});
