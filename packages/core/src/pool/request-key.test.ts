import { expect, it } from "vitest";
import type { SessionRequest } from "../contract/provider.ts";
import { requestKey } from "./request-key.ts";

const tool = (name: string) => ({ name, description: "", inputSchema: {} });
const request: SessionRequest = {
  policy: { env: { A: "1", B: "2" } },
  tools: [tool("a"), tool("b")],
  preload: ["numpy"],
};

it("is the same whatever order tools and members were written in", async () => {
  const turned = { ...request, policy: { env: { B: "2", A: "1" } }, tools: [tool("b"), tool("a")] };
  expect(await requestKey(turned)).toBe(await requestKey(request));
});

it("is another for another value, and shows none of it", async () => {
  const other = { ...request, policy: { env: { A: "1", B: "3" } } };
  expect(await requestKey(other)).not.toBe(await requestKey(request));
  expect(await requestKey(request)).toMatch(/^[0-9a-f]{64}$/);
});
