export { sandboxProcess } from "./sandbox-process.ts";
