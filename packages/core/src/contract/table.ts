/** One cell of a table: a JSON scalar. */
export type TableCell = null | boolean | number | string;

/** Marks what `table` made: plain data with the same members is JSON, and stays it. */
export const tableMark: unique symbol = Symbol.for("@tinycodeagent/table") as never;

/** Columns of equal length, made by `table`. */
export interface TableInput {
  readonly [tableMark]: true;
  readonly columns: Readonly<Record<string, readonly TableCell[]>>;
}

/** A table as the host sees it. */
export interface TableView {
  readonly kind: "table";
  /** How many rows there are. */
  readonly rows: number;
  /** The names of the columns in their order, which an object with names such as `"2024"` does not keep. */
  readonly names: readonly string[];
  /** What is missing (`None`, `NaN`, `NaT`) is `null`, dates are ISO text, and what is no JSON scalar is text. */
  readonly columns: Readonly<Record<string, readonly TableCell[]>>;
  /** How the interpreter calls the types of the columns, such as `"int64"` or `"datetime64[ns]"`. */
  readonly dtypes: Readonly<Record<string, string>>;
}
