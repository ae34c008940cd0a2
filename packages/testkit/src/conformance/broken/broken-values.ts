import { isTable, type TableInput, table } from "@tinycodeagent/core";
import { tablesCross } from "../laws/values/tables.ts";
import { statesMove, transfersAreHonest } from "../laws/values/transfer.ts";
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

/** Moves data only. */
export const movesNoLambdas: BrokenProvider = {
  name: "a state without its lambdas",
  breaks: statesMove,
  breakProvider: withSessions(session => {
    const { export: exportState } = session;
    if (!exportState) return session;
    return {
      ...session,
      async export(options) {
        const state = await exportState(options);
        return { ...state, definitions: state.definitions.filter(({ name }) => name !== "half") };
      },
    };
  }),
};

/** Says of an import that all of it came in. */
export const importsInSilence: BrokenProvider = {
  name: "an import that is silent of what is missing",
  breaks: transfersAreHonest,
  breakProvider: withSessions(session => {
    const { import: importState } = session;
    if (!importState) return session;
    return { ...session, import: async (...args) => ({ ...(await importState(...args)), left: [] }) };
  }),
};

function textOf({ columns }: TableInput): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.map(String)]));
}
