import type { Json } from "./json.ts";

/** A value that can be put into a session: JSON, or bytes. */
export type VariableInput = Json | Uint8Array;

/** A variable as the host sees it. What is neither JSON nor bytes is only described. */
export type VariableView =
  | { readonly kind: "json"; readonly value: Json }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | {
      readonly kind: "opaque";
      /** The name of its type. */
      readonly type: string;
      /** A short `repr`. */
      readonly repr: string;
      /** Its size where it is known. */
      readonly sizeBytes?: number;
    };

/**
 * Data in and data out of the interpreter's namespace. Nothing executable crosses, in either direction.
 *
 * Errors: `VARIABLE_INVALID` for a name that is no identifier or a value that is no data, `SESSION_BUSY`.
 */
export interface SessionVariables {
  set(values: Readonly<Record<string, VariableInput>>, options?: { signal?: AbortSignal }): Promise<void>;
  /** Names that are not there are absent from the answer. Values above `maxBytes` (default 1 MiB) are opaque. */
  get(
    names: readonly string[],
    options?: { maxBytes?: number; signal?: AbortSignal },
  ): Promise<Readonly<Record<string, VariableView>>>;
}
