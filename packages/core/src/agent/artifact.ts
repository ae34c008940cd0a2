/** A file that a run made or changed in its workspace. */
export interface Artifact {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly change: "created" | "modified";
  readonly sizeBytes: number;
  /** The content, for files up to 1 MiB and 10 MiB together; larger ones stay in the workspace. */
  readonly data?: Uint8Array;
}
