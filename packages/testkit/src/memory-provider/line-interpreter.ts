import type { Json } from "@tinycodeagent/core";
import type { MemoryCell, MemoryInterpreter } from "./memory-cell.ts";

type Command = (cell: MemoryCell, text: string) => Json | undefined | Promise<Json | undefined>;

const commands: Readonly<Record<string, Command>> = {
  print: (cell, text) => void cell.print(text),
  error: (cell, text) => void cell.printError(text),
  picture: cell => void cell.display({ "image/png": new Uint8Array([1, 2, 3]) }),
  set: (cell, text) => {
    const [name = "", ...rest] = text.split(" ");
    cell.variables.set(name, JSON.parse(rest.join(" ")) as Json);
    return undefined;
  },
  get: (cell, name) => {
    const value = cell.variables.get(name);
    if (value === undefined) throw new ReferenceError(`name '${name}' is not defined`);
    return value instanceof Uint8Array ? value.length : value;
  },
  raise: (_, text) => {
    throw new Error(text);
  },
  call: (cell, text) => {
    const [name = "", ...rest] = text.split(" ");
    return cell.callTool(name, rest.length ? (JSON.parse(rest.join(" ")) as Json) : {});
  },
  repeat: cell => cell.repeatLastCall(),
  lose: cell => cell.loseSession(),
  crash: cell => cell.crash(),
  thread: cell => void cell.setThreads(true),
  join: cell => void cell.setThreads(false),
  wait: () => new Promise<undefined>(() => {}),
};

/**
 * A language of one command a line, for tests: `print TEXT`, `error TEXT`, `picture`, `set NAME JSON`, `get NAME`,
 * `raise TEXT`, `call TOOL JSON`, `repeat` (the last call, under its id), `lose`, `crash`, `thread`, `join` and `wait` (for ever).
 * The value of the last line is the cell's.
 */
export const lineInterpreter: MemoryInterpreter = async cell => {
  let value: Json | undefined;
  for (const line of cell.code.split("\n").filter(text => text.trim())) {
    const [word = "", ...rest] = line.trim().split(" ");
    const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!command) throw new SyntaxError(`invalid syntax: ${line}`);
    value = await command(cell, rest.join(" "));
  }
  return value;
};
