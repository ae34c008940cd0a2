import type { ExecutionLimits } from "./limits.ts";

/** Where the session works. */
export interface WorkspacePolicy {
  /** A folder of the host. Absent: a private folder that lives as long as the session. */
  readonly path?: string;
  /** `bind` (default): the code works in the folder itself. `copy`: on a copy, which is not written back. */
  readonly mode?: "bind" | "copy";
  /** Whether code may write there. Default `true`. */
  readonly writable?: boolean;
}

/**
 * Network access. An empty `allow` denies everything. An entry is a host name, with `*.` before it for all names
 * below it, and optionally a port: `pypi.org`, `*.example.com:443`.
 */
export type NetworkPolicy = "none" | "all" | { readonly allow: readonly string[] };

/** Packages that are there when the first cell runs. */
export interface PackagePolicy {
  readonly python?: readonly string[];
  readonly apt?: readonly string[];
}

/**
 * What a session may touch; one object for all providers.
 *
 * A clause that is **written** here and that the session cannot hold is `POLICY_UNSUPPORTED` before any code runs.
 * A **default** that it cannot hold is listed in `session.report.unenforced`.
 */
export interface Policy {
  readonly workspace?: WorkspacePolicy;
  /** Further folders that may be read. */
  readonly readable?: readonly string[];
  /** Further folders that may be written. */
  readonly writable?: readonly string[];
  /** Paths that may be read and not written, relative to the workspace. Default `.git/hooks` and `.git/config`. */
  readonly protect?: readonly string[];
  /** Paths that may not be read, relative to the workspace. Default `.env*`. */
  readonly hide?: readonly string[];
  /** Default `"none"`. */
  readonly network?: NetworkPolicy;
  /** The environment. Nothing of the host's environment is there unless it is named here. */
  readonly env?: Readonly<Record<string, string>>;
  /** Environment variables whose values are redacted, verbatim, from everything that leaves the session. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly limits?: Partial<ExecutionLimits>;
  readonly packages?: PackagePolicy;
}

/** What holds when a policy is silent. */
export const defaultPolicy: {
  readonly protect: readonly string[];
  readonly hide: readonly string[];
  readonly network: "none";
} = {
  protect: [".git/hooks", ".git/config"],
  hide: [".env*"],
  network: "none",
};
