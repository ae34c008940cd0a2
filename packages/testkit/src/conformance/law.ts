import type {
  Capabilities,
  CodeExecutionProvider,
  OpenSessionOptions,
  ProviderSession,
  Session,
  SessionRequest,
} from "@tinycodeagent/core";
import type { Claim } from "./claims.ts";

/** What one law may use while it is checked. What it opens here is closed after it, whatever became of it. */
export interface LawContext {
  /** Makes a provider, as its user would. */
  readonly factory: () => CodeExecutionProvider;
  /** A provider that was made for this law. */
  readonly provider: CodeExecutionProvider;
  /** 1 for every day; more makes the soaks longer. */
  readonly scale: number;
  /** Opens a session as a user holds it. */
  open(options?: OpenSessionOptions): Promise<Session>;
  /** Opens a session as core holds it, with nothing between the law and the provider. */
  openRaw(request?: Partial<SessionRequest>): Promise<ProviderSession>;
  /** What is left outside this process, such as containers, by name. */
  leftovers(): Promise<readonly string[]>;
}

/** One law of a provider: a claim that a program can check. */
export interface Law {
  /** Its number in the design; several laws may share one. */
  readonly number: number;
  /** The claim, as a sentence. */
  readonly title: string;
  /** Whether the manifest claims it, or why it does not. */
  applies(capabilities: Capabilities): true | string;
  /** What a manifest claims, and this law finds out whether it is so. */
  readonly proves?: readonly Claim[];
  /** Milliseconds it may take in all, at scale 1. Default 20,000. */
  readonly timeoutMs?: number;
  /** Throws when the law is broken, and says what it saw. */
  check(context: LawContext): Promise<void>;
}

/** Names a law, so that its members are typed where they are written. */
export function defineLaw(law: Law): Law {
  return law;
}
