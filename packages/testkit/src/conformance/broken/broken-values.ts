import { isTable, type TableInput, table } from "@tinycodeagent/core";
import { tablesCross } from "../laws/values/tables.ts";
import { type BrokenProvider, withSessions } from "./break-provider.ts";

/** Hands tables in as text, as a file of comma-separated values would. */
export const tablesAsText: BrokenProvider = {
  name: "tables whose cells become text",
  breaks: tablesCross,
  breakProvider: withSessions(session => {
    const { variables } = session;
    if (!variables) return session;
    const set: typeof variables.set = async (values, options) => {
      const changed = Object.entries(values).map(([name, value]) => [
        name,
        isTable(value) ? table(textOf(value)) : value,
      ]);
      await variables.set(Object.fromEntries(changed), options);
    };
    return { ...session, variables: { ...variables, set } };
  }),
};

function textOf({ columns }: TableInput): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.map(String)]));
}
