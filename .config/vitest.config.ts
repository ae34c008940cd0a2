import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", ".config/*.test.ts"],
    testTimeout: 30_000,
  },
});
