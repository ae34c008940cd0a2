import type { SessionFiles } from "@tinycodeagent/core";
import { concat } from "../wire/encode.ts";
import type { ConnectionView } from "../wire/index.ts";
import { callClerk } from "./clerk-call.ts";
import { downloadStream } from "./download.ts";
import { answers } from "./shapes.ts";
import { upload } from "./upload.ts";

/** The files of a session, served by its clerk. */
export function kernelFiles(connection: ConnectionView): SessionFiles {
  const call = async <T>(
    method: string,
    read: (answer: unknown) => T,
    { signal, ...params }: Record<string, unknown> & { signal?: AbortSignal },
  ): Promise<T> => read(await callClerk(connection, { method, params, signal }));
  return {
    readStream: (path, options = {}) => downloadStream(connection, path, options),
    async read(path, options = {}) {
      const pieces: Uint8Array[] = [];
      for await (const piece of downloadStream(connection, path, options)) pieces.push(piece);
      return concat(pieces);
    },
    write: (path, content, options = {}) => upload(connection, path, content, options),
    edit: (path, edits, options) => call("edit", answers.edit, { ...options, path, edits }),
    stat: (path, options) => call("stat", answers.stat, { ...options, path }),
    list: (path = ".", options = {}) => call("list", answers.stats, { ...options, path }),
    glob: (pattern, options) => call("glob", answers.glob, { ...options, pattern }),
    grep: (pattern, options) => call("grep", answers.grep, { ...options, pattern }),
    remove: (path, options) => call("remove", answers.nothing, { ...options, path }),
  };
}
