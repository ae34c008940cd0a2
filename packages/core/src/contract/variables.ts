import type { Json } from "./json.ts";
import type { TableInput, TableView } from "./table.ts";

/** A value that can be put into a session: JSON, bytes, or what `table` makes. */
export type VariableInput = Json | Uint8Array | TableInput;

/** A variable as the host sees it. What is neither JSON, bytes nor a table is only described. */
export type VariableView =
  | { readonly kind: "json"; readonly value: Json }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | TableView
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
 * Errors: `VARIABLE_INVALID` for a name that is no identifier, a value that is no data or too much of it, `SESSION_BUSY`.
 */
export interface SessionVariables {
  /**
   * Sets all of them, or none. A table becomes a `pandas.DataFrame` where pandas can be imported, else a dict of lists.
   * Providers document how large they may be together.
   */
  set(values: Readonly<Record<string, VariableInput>>, options?: { signal?: AbortSignal }): Promise<void>;
  /**
   * Names that are not there are absent from the answer. The values of one answer have `maxBytes` (default 1 MiB) together;
   * what does not fit, in the order of the names, is opaque. A `DataFrame` or `Series` is a table, with its index as columns
   * unless it only counts the rows. An array or scalar of numpy is JSON where its `tolist()` is.
   */
  get(
    names: readonly string[],
    options?: { maxBytes?: number; signal?: AbortSignal },
  ): Promise<Readonly<Record<string, VariableView>>>;
}
