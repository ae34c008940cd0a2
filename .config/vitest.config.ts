import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", ".config/*.test.ts"],
    testTimeout: 30_000,
  },
});

export default config;
