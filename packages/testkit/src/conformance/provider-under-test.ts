import type { CodeExecutionProvider, Policy } from "@tinycodeagent/core";

/** A provider that is to be held against the laws. */
export interface ProviderUnderTest {
  /** How reports name it, such as `"docker"`. */
  readonly name: string;
  /** Makes the provider: what its user writes, `() => docker({ image })`. Must not start anything. */
  readonly factory: () => CodeExecutionProvider;
  /** What every session of the laws is opened with. A law may add limits, variables and secrets to it. */
  readonly policy?: Policy;
  /**
   * What the provider left outside this process, by name: containers, remote sandboxes. Processes, temporary files and
   * descriptors of this machine are looked at anyway.
   */
  readonly leftovers?: () => Promise<readonly string[]>;
}
