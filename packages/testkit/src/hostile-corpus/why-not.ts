import type { Capabilities } from "@tinycodeagent/core";
import type { HostileNeed, HostileProgram } from "./hostile-program.ts";

const holds: Readonly<Record<HostileNeed, (capabilities: Capabilities) => boolean>> = {
  "pid-namespace": isPlaceOfItsOwn,
  // A limit of processes that counts those of a whole user would stop everyone else's too.
  "pids-limit": capabilities => isPlaceOfItsOwn(capabilities) && capabilities.enforces.includes("processes"),
};

/** Why a program must not run in a place with these capabilities; undefined where it may. What is not known may not. */
export function whyNot({ needs }: HostileProgram, capabilities: Capabilities): string | undefined {
  if (needs === undefined) return undefined;
  if (Object.hasOwn(holds, needs) && holds[needs](capabilities)) return undefined;
  return `it needs a ${needs}, and the session has isolation "${capabilities.isolation}" and enforces [${capabilities.enforces.join(", ")}]`;
}

function isPlaceOfItsOwn({ isolation }: Capabilities): boolean {
  return isolation === "container" || isolation === "vm";
}
