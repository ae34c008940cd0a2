export { local } from "./local.ts";
export { localLauncher } from "./local-launcher.ts";
export type { LocalOptions } from "./options.ts";
