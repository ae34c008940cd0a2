export type { PooledProvider, PoolOptions } from "./pool-options.ts";
export { pooled } from "./pooled.ts";
