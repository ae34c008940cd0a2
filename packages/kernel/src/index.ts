export {
  type CheckedKernelOptions,
  type CheckpointLimits,
  checkKernelOptions,
  type KernelOptions,
  kernelOptionNames,
} from "./provider/kernel-options.ts";
export { processProvider } from "./provider/process-provider.ts";
export type { KernelSession } from "./session/kernel-session.ts";
