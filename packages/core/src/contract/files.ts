/** What a path is. */
export type FileKind = "file" | "directory" | "symlink" | "other";

/** One entry of the session's file system. */
export interface FileStat {
  /** As it was asked for; entries of `list` and `glob` are relative to the folder asked for. */
  readonly path: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
  /** POSIX permission bits, such as `0o644`. */
  readonly mode: number;
}

/** Every file operation takes a signal; aborting leaves the file as it was. */
export interface FileOptions {
  readonly signal?: AbortSignal;
}

/** Options of {@link SessionFiles.read}. */
export interface ReadFileOptions extends FileOptions {
  /** First byte. Default 0. */
  readonly offset?: number;
  /** Bytes at most. Default: to the end. */
  readonly length?: number;
}

/** Options of {@link SessionFiles.write}. */
export interface WriteFileOptions extends FileOptions {
  /** SHA-256 (hexadecimal) the file must have now, or `null` for "must not exist". Else `FILE_CHANGED`. */
  readonly expectedHash?: string | null;
  /** Permission bits of a new file. Default `0o644`; an existing file keeps its own. */
  readonly mode?: number;
}

/** One replacement of {@link SessionFiles.edit}. */
export interface FileEdit {
  /** The exact text to replace; its line ends are matched to the file's. */
  readonly oldText: string;
  readonly newText: string;
  /** How often `oldText` must occur. Default 1; another count is `EDIT_MISMATCH` and changes nothing. */
  readonly expectedMatches?: number;
}

/** What {@link SessionFiles.edit} did. */
export interface EditResult {
  /** Replacements made, over all edits. */
  readonly replacements: number;
  /** A unified diff of the change. */
  readonly diff: string;
}

/** Options of {@link SessionFiles.list}. */
export interface ListFilesOptions extends FileOptions {
  /** Whether to go into subfolders (never through symbolic links). Default `false`. */
  readonly recursive?: boolean;
  /** Entries at most. Default 10,000. */
  readonly maxEntries?: number;
}

/** Options of {@link SessionFiles.glob}. */
export interface GlobOptions extends FileOptions {
  /** The folder to search. Default: the workspace. */
  readonly path?: string;
  /** Whether `.gitignore` is respected. Default `true`. */
  readonly respectGitignore?: boolean;
  /** Paths at most. Default 1,000. */
  readonly maxEntries?: number;
}

/** Paths found by a glob. */
export interface GlobResult {
  /** Relative to the folder searched, in lexical order, with `/`. */
  readonly paths: readonly string[];
  /** Whether there were more than `maxEntries`. */
  readonly truncated: boolean;
}

/** Options of {@link SessionFiles.grep}. */
export interface GrepOptions extends FileOptions {
  /** The file or folder to search. Default: the workspace. */
  readonly path?: string;
  /** Only files that match this glob. */
  readonly glob?: string;
  /** Whether the pattern is plain text instead of a regular expression. Default `false`. */
  readonly literal?: boolean;
  readonly ignoreCase?: boolean;
  /** Lines before and after each match. Default 0. */
  readonly contextLines?: number;
  readonly respectGitignore?: boolean;
  /** Matching lines at most. Default 1,000. */
  readonly maxMatches?: number;
}

/** One matching line. */
export interface GrepMatch {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a search found. */
export interface GrepResult {
  readonly matches: readonly GrepMatch[];
  /** Files that have at least one match among `matches`. */
  readonly files: number;
  readonly truncated: boolean;
}

/**
 * The session's files. Relative paths start at the workspace; a path outside what the policy opens is
 * `FILE_DENIED`. Work happens in a process of its own, never in the user's interpreter; writes are atomic.
 *
 * Errors: `FILE_NOT_FOUND`, `FILE_DENIED`, `FILE_CHANGED`, `FILE_INVALID`, `EDIT_MISMATCH`, `SESSION_CLOSED`, `SESSION_LOST`.
 */
export interface SessionFiles {
  /** The whole file, or a part of it, as bytes. */
  read(path: string, options?: ReadFileOptions): Promise<Uint8Array>;
  /** The same as a stream with back-pressure; cancelling it ends the read. */
  readStream(path: string, options?: ReadFileOptions): ReadableStream<Uint8Array>;
  /** Replaces or creates a file and its folders; readers see the old or the new content, never a part. */
  write(
    path: string,
    content: Uint8Array | string | ReadableStream<Uint8Array>,
    options?: WriteFileOptions,
  ): Promise<FileStat>;
  /** Applies all edits or none; keeps the mode, a byte-order mark and the line ends. */
  edit(path: string, edits: readonly FileEdit[], options?: FileOptions): Promise<EditResult>;
  /** One entry; a symbolic link is followed only inside what the policy opens. */
  stat(path: string, options?: FileOptions): Promise<FileStat>;
  list(path?: string, options?: ListFilesOptions): Promise<readonly FileStat[]>;
  /** Supports `*`, `?`, `[…]`, `{a,b}` and `**`. */
  glob(pattern: string, options?: GlobOptions): Promise<GlobResult>;
  grep(pattern: string, options?: GrepOptions): Promise<GrepResult>;
  /** A file, or a folder with all it holds. */
  remove(path: string, options?: FileOptions): Promise<void>;
}
