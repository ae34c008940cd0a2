import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateKernelSource } from "../generate.ts";

it("embeds the sources as they are: run `pnpm --filter @tinycodeagent/kernel generate`", async () => {
  const embedded = readFileSync(new URL("./generated/kernel-source.ts", import.meta.url), "utf8");
  expect(embedded === (await generateKernelSource())).toBe(true);
});
