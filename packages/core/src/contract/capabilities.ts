/** A language in which a cell can be written. */
export type Language = "python" | "javascript" | "bash";

/**
 * How far code is kept from the host, weakest first.
 *
 * - `none`: the host's own process (no shipped provider does this)
 * - `process`: a child process with the user's own rights. **No boundary**
 * - `os`: kernel-enforced rules on files and network (namespaces, Seatbelt)
 * - `container`: an own root file system and own limits
 * - `vm`: an own kernel
 */
export type Isolation = "none" | "process" | "os" | "container" | "vm";

/** An optional member of a session; `transfer` is two, `export` and `import`. Exactly the facets that a manifest names are there. */
export type Facet =
  | "files"
  | "shell"
  | "checkpoints"
  | "fork"
  | "variables"
  | "transfer"
  | "tools"
  | "display"
  | "reattach";

/** A limit that is enforced where the code runs. */
export type EnforcedLimit = "time" | "memory" | "cpu" | "processes" | "disk" | "output";

/**
 * What a provider or a session gives: claimed once, then tested by the conformance kit. The kit runs the laws that exist for
 * what the manifest claims, and names the claims that no law checks yet. An empty list claims nothing.
 */
export interface Capabilities {
  /** How far code is kept from the host. */
  readonly isolation: Isolation;
  /** Languages that `execute` accepts. The first is the default. */
  readonly languages: readonly Language[];
  /** Must equal the members that the session has. */
  readonly facets: readonly Facet[];
  /** The `network` clauses of a policy that can be held. */
  readonly network: readonly ("none" | "allowlist" | "all")[];
  /** The file rules of a policy that can be held. */
  readonly fileRules: readonly ("readable" | "writable" | "protect" | "hide")[];
  /** The limits that can be held. */
  readonly enforces: readonly EnforcedLimit[];
  /** How a workspace can be brought in. */
  readonly workspace: readonly ("bind" | "copy")[];
  /** Package managers whose `packages` clause can be served. */
  readonly packages: readonly ("python" | "apt")[];
  /**
   * What happens to the interpreter's state: `none` (each cell starts anew), `live` (kept between cells),
   * `crash-proof` (also comes back after the interpreter died).
   */
  readonly state: "none" | "live" | "crash-proof";
}
