import { ample, type HostileProgram } from "../hostile-program.ts";

const limit = (name: string, soft: string) =>
  `import resource\nresource.setrlimit(resource.RLIMIT_${name}, (${soft}, resource.getrlimit(resource.RLIMIT_${name})[1]))`;

const lowered: Pick<HostileProgram, "limits" | "ends" | "fate"> = {
  limits: ample,
  ends: ["completed"],
  fate: ["kept"],
};

/** Limits of the system that a program puts on itself. */
export const resources: readonly HostileProgram[] = [
  { name: "no more descriptors allowed", code: limit("NOFILE", "0"), ...lowered },
  {
    name: "no more data allowed",
    code: `${limit("DATA", "4096")}\nheld = bytearray(64 << 20)`,
    limits: ample,
    ends: ["exception", "crashed"],
    fate: ["kept", "restored"],
  },
  {
    name: "no more address space allowed",
    code: `${limit("AS", "0")}\nheld = bytearray(64 << 20)`,
    limits: ample,
    ends: ["exception", "crashed"],
    fate: ["kept", "restored"],
  },
  { name: "no files to be written", code: limit("FSIZE", "0"), ...lowered },
  { name: "no processes to be started", code: limit("NPROC", "0"), ...lowered },
  {
    name: "a second of processor time",
    code: `${limit("CPU", "1")}\nwhile True: pass`,
    limits: ample,
    ends: ["crashed"],
    fate: ["restored"],
  },
  {
    name: "a little stack, and a recursion",
    code: `${limit("STACK", "65536")}\ndef deeper(): return deeper()\ndeeper()`,
    limits: ample,
    ends: ["exception", "crashed"],
    fate: ["kept", "restored"],
  },
];
