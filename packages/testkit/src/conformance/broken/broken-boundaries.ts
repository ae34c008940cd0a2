import type { SessionFiles } from "@tinycodeagent/core";
import { hostEnvironmentStaysOutside } from "../laws/boundary/secrets-stay-inside.ts";
import { exceptionIsData } from "../laws/cells/exceptions.ts";
import { filesAreBinarySafe } from "../laws/files/bytes-are-kept.ts";
import { editsAreAllOrNothing } from "../laws/files/edits-keep-the-rest.ts";
import { preconditionsAreHeld } from "../laws/files/writes-are-atomic.ts";
import { callIdsAreUnique } from "../laws/tools/concurrent-calls.ts";
import { type BrokenProvider, withEachEvent, withSessions } from "./break-provider.ts";

/** Hands the host's environment in. */
export const leaksEnvironment: BrokenProvider = {
  name: "the host's environment inside",
  breaks: hostEnvironmentStaysOutside,
  breakProvider: good => ({
    ...good,
    openSession(request) {
      const { TINYCODEAGENT_CANARY: canary } = process.env;
      const env = { ...request.policy.env, ...(canary !== undefined && { TINYCODEAGENT_CANARY: canary }) };
      return good.openSession({ ...request, policy: { ...request.policy, env } });
    },
  }),
};

/** Shows the machinery's frames. */
export const showsMachinery: BrokenProvider = {
  name: "tracebacks with the machinery's frames",
  breaks: exceptionIsData,
  breakProvider: withEachEvent(event =>
    event.type === "exception" && event.name === "ZeroDivisionError"
      ? { ...event, traceback: `  File "/tinycodeagent_kernel/main.py", line 1, in run\n${event.traceback}` }
      : event,
  ),
};

/** Uses one id for every call of a cell. */
export const repeatsCallIds: BrokenProvider = {
  name: "call ids that start anew in each cell",
  breaks: callIdsAreUnique,
  breakProvider: withSessions(session => ({
    ...session,
    execute(cell, context) {
      let count = 0;
      const isLaw = cell.code.includes("echo(n)") || cell.code === "echo(1)";
      const callTool: typeof context.callTool = call =>
        context.callTool(isLaw ? { ...call, id: `call-${++count}` } : call);
      return session.execute(cell, { ...context, callTool });
    },
  })),
};

/** Reads files as text. */
export const readsText: BrokenProvider = withFiles(
  "files that are read as text",
  filesAreBinarySafe,
  files => ({
    ...files,
    async read(path, options) {
      const bytes = await files.read(path, options);
      return path.endsWith(".bin") ? new TextEncoder().encode(new TextDecoder().decode(bytes)) : bytes;
    },
  }),
);

/** Takes preconditions for decoration. */
export const ignoresPreconditions: BrokenProvider = withFiles(
  "preconditions that are not held",
  preconditionsAreHeld,
  files => ({
    ...files,
    write: (path, content, { expectedHash: _, ...options } = {}) => files.write(path, content, options),
  }),
);

/** Applies what it can of a list of edits. */
export const editsInPart: BrokenProvider = withFiles(
  "edits that are applied in part",
  editsAreAllOrNothing,
  files => ({
    ...files,
    async edit(path, edits, options) {
      if (edits.length === 0) return files.edit(path, edits, options);
      let result = { replacements: 0, diff: "" };
      for (const edit of edits) result = await files.edit(path, [edit], options);
      return result;
    },
  }),
);

function withFiles(
  name: string,
  breaks: BrokenProvider["breaks"],
  change: (files: SessionFiles) => SessionFiles,
): BrokenProvider {
  return {
    name,
    breaks,
    breakProvider: withSessions(session =>
      session.files ? { ...session, files: change(session.files) } : session,
    ),
  };
}
