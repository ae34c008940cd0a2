export { holdPolicy } from "./hold-policy.ts";
