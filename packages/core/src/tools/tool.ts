import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { ToolSignature } from "../contract/tool-call.ts";

/**
 * A schema that validates and that has a JSON form: any Standard Schema with `~standard.jsonSchema` (Zod ≥ 4.2,
 * ArkType, Valibot through its adapter), or {@link jsonSchema}.
 */
export interface ToolSchema<Input = unknown, Output = Input> {
  readonly "~standard": StandardSchemaV1.Props<Input, Output> & StandardJSONSchemaV1.Props<Input, Output>;
}

/** Who may call a tool: the model directly, code inside the session, or both. */
export type ToolAudience = "model" | "code" | "both";

/** What a tool gets beside its input. */
export interface ToolContext {
  /** Unique in the run. */
  readonly callId: string;
  /** Who called. */
  readonly source: "model" | "code";
  /** Aborts when the cell or the run ends. */
  readonly signal: AbortSignal;
}

/** What {@link defineTool} takes. */
export interface ToolOptions<Input, Output> {
  /**
   * A Python identifier: letters, digits and `_`, not starting with a digit. At most 64 characters. No keyword, and, where
   * code may call the tool, no name of a builtin.
   */
  readonly name: string;
  /** What it does and when to use it, for the model. */
  readonly description: string;
  readonly input: ToolSchema<unknown, Input>;
  /** When given, the value is validated against it, and code sees its type. */
  readonly output?: ToolSchema<unknown, Output>;
  /** Default `"code"`: models that act through code call tools from there. */
  readonly from?: ToolAudience;
  /** Milliseconds until a call fails. Default: none; the run's own limits hold. */
  readonly timeoutMs?: number;
  /** Returns JSON, or nothing; a value that JSON would change, such as a `Map`, fails the call. Throwing answers the call with the error's message. Called once for a call, with valid input. */
  execute(input: Input, context: ToolContext): Output | Promise<Output>;
}

/** A tool: a function of the host that the model, or code inside a session, may call. */
export interface Tool {
  readonly signature: ToolSignature;
  readonly from: ToolAudience;
  readonly timeoutMs?: number;
  /** Checks untrusted input. */
  parseInput(input: unknown): Promise<ParsedInput>;
  /** Checks the value, when the tool declares an output schema. */
  parseOutput(value: unknown): Promise<ParsedInput>;
  /** Runs with input that `parseInput` returned. */
  execute(input: unknown, context: ToolContext): Promise<unknown>;
}

/** The outcome of a check. `message` names each wrong place. */
export type ParsedInput =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };
