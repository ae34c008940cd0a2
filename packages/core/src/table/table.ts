import { isRecord } from "../checks/option-checks.ts";
import { shown } from "../checks/shown.ts";
import { type TableCell, type TableInput, tableMark } from "../contract/table.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";

type Columns = Readonly<Record<string, readonly TableCell[]>>;
type Rows = readonly Readonly<Record<string, TableCell | undefined>>[];

/**
 * A table for `session.variables.set`: of columns by name, or of rows. What a row lacks is `null`. Copies what it is given.
 * @throws CodeAgentError `VARIABLE_INVALID` for columns of different lengths and for cells that are no JSON scalars
 */
export function table(content: Columns | Rows): TableInput {
  const odd = Array.isArray(content) ? content.findIndex(row => !isRecord(row)) : -1;
  if (odd >= 0) throw invalid(`rows that are objects, got ${shown((content as Rows)[odd])} at [${odd}]`);
  const columns = Array.isArray(content) ? columnsOf(content as Rows) : copyOf(content as Columns);
  const made: TableInput = { [tableMark]: true, columns };
  const problem = tableProblem(made);
  if (problem === undefined) return made;
  throw invalid(problem);
}

/** Whether a value was made by {@link table}, also by that of another copy of this package. */
export function isTable(value: unknown): value is TableInput {
  return typeof value === "object" && value !== null && tableMark in value;
}

/** What is wrong with a table, as what was expected and what was got. */
export function tableProblem({ columns }: TableInput): string | undefined {
  if (typeof columns !== "object" || columns === null)
    return `columns by name or a list of rows, got ${shown(columns)}`;
  const entries = Object.entries(columns);
  const rows = entries[0]?.[1].length;
  for (const [name, cells] of entries) {
    if (!Array.isArray(cells))
      return `lists of cells by name, got ${shown(cells)} as ${JSON.stringify(name)}`;
    if (cells.length !== rows)
      return `columns of ${rows} cells like the first, got ${cells.length} in ${JSON.stringify(name)}`;
    const odd = indexOfOdd(cells);
    if (odd >= 0)
      return `cells that are null, booleans, finite numbers or strings, got ${shown(cells[odd])} at ${JSON.stringify(name)}[${odd}]`;
  }
  return undefined;
}

// By index, because a hole in a list would be skipped by its iterators.
function indexOfOdd(cells: readonly unknown[]): number {
  for (let index = 0; index < cells.length; index++) if (!isCell(cells[index])) return index;
  return -1;
}

function isCell(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}

function copyOf(columns: Columns): Columns {
  if (typeof columns !== "object" || columns === null) return columns;
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [name, Array.isArray(cells) ? [...cells] : cells]),
  );
}

function invalid(problem: string): CodeAgentError {
  return new CodeAgentError("VARIABLE_INVALID", `Expected a table of ${problem}.`);
}

function columnsOf(rows: Rows): Columns {
  const names = new Set(rows.flatMap(row => Object.keys(row)));
  return Object.fromEntries(
    [...names].map(name => [name, rows.map(row => (Object.hasOwn(row, name) ? row[name] : null) ?? null)]),
  );
}
