export type { KernelOptions } from "./provider/kernel-options.ts";
export { processProvider } from "./provider/process-provider.ts";
export type { KernelSession } from "./session/kernel-session.ts";
