import { type Timed, timed } from "../measure/timing.ts";
import { startLineProgram } from "./ask-program.ts";
import { scriptPath } from "./scripts.ts";

/** Something that takes no longer than it must. */
export interface Floor extends AsyncDisposable {
  readonly time: Timed;
}

/** A line relayed by one bare Python through a second one. */
export function openRelay(python: string): Floor {
  const program = startLineProgram(python, ["-I", "-S", "-u", scriptPath("relay")]);
  return {
    time: timed(() => program.ask("x = 1")),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

/** `os.fork()` in a bare Python with the heap that some code makes, until the child was waited for. */
export function openForker(python: string, heapCode: string): Floor {
  return selfTimed(python, ["-I", scriptPath("forker"), heapCode]);
}

/** All output of a program, read from its pipe by a bare Python. */
export function openPipeReader(python: string, program: readonly string[]): Floor {
  return selfTimed(python, ["-I", "-S", scriptPath("pipe_reader"), ...program]);
}

// These answer with their own milliseconds: the way to them does not count.
function selfTimed(python: string, args: readonly string[]): Floor {
  const program = startLineProgram(python, args);
  return {
    time: async () => Number(await program.ask("")),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
