import type { EditResult, FileStat, GlobResult, GrepResult, SessionFiles } from "@tinycodeagent/core";
import { concat } from "../wire/encode.ts";
import type { Connection } from "../wire/index.ts";
import { callClerk } from "./clerk-call.ts";
import { downloadStream } from "./download.ts";
import { upload } from "./upload.ts";

/** The files of a session, served by its clerk. */
export function kernelFiles(connection: Connection): SessionFiles {
  const call = async <T>(
    method: string,
    { signal, ...params }: Record<string, unknown> & { signal?: AbortSignal },
  ): Promise<T> => (await callClerk(connection, { method, params, signal })) as T;
  return {
    readStream: (path, options = {}) => downloadStream(connection, path, options),
    async read(path, options = {}) {
      const pieces: Uint8Array[] = [];
      for await (const piece of downloadStream(connection, path, options)) pieces.push(piece);
      return concat(pieces);
    },
    write: (path, content, options = {}) => upload(connection, path, content, options),
    edit: (path, edits, options) => call<EditResult>("edit", { ...options, path, edits }),
    stat: (path, options) => call<FileStat>("stat", { ...options, path }),
    list: (path = ".", options = {}) => call<readonly FileStat[]>("list", { ...options, path }),
    glob: (pattern, options) => call<GlobResult>("glob", { ...options, pattern }),
    grep: (pattern, options) => call<GrepResult>("grep", { ...options, pattern }),
    remove: async (path, options) => {
      await call("remove", { ...options, path });
    },
  };
}
