import type { SessionCheckpoints } from "../contract/checkpoints.ts";
import type { SessionFiles } from "../contract/files.ts";
import type { Json } from "../contract/json.ts";
import type { ProviderSession } from "../contract/provider.ts";
import type { SessionShell, ShellEvent, ShellJob } from "../contract/shell.ts";
import type { TableView } from "../contract/table.ts";
import type { SessionVariables, VariableView } from "../contract/variables.ts";
import { cleanError, rethrowClean } from "./clean-error.ts";
import type { Redactor } from "./redactor.ts";

type Facets = Pick<ProviderSession, "files" | "shell" | "variables" | "checkpoints">;

/** The facets of a session with secrets replaced in the text that they give. The bytes of files are left as they are. */
export function redactFacets({ files, shell, variables, checkpoints }: Facets, redactor: Redactor): Facets {
  return {
    ...(files && { files: cleanFiles(files, redactor) }),
    ...(shell && { shell: cleanShell(shell, redactor) }),
    ...(variables && { variables: cleanVariables(variables, redactor) }),
    ...(checkpoints && { checkpoints: cleanCheckpoints(checkpoints, redactor) }),
  };
}

// Answers of plain data are cleaned whole, and so is what is thrown.
async function cleanly<T>(redactor: Redactor, ask: () => Promise<T>): Promise<T> {
  try {
    return redactor.json((await ask()) as unknown as Json) as unknown as T;
  } catch (error) {
    throw cleanError(error, redactor);
  }
}

function cleanFiles(files: SessionFiles, redactor: Redactor): SessionFiles {
  return {
    readStream: (...args) => files.readStream(...args),
    read: (...args) => rethrowClean(redactor, () => files.read(...args)),
    write: (...args) => cleanly(redactor, () => files.write(...args)),
    edit: (...args) => cleanly(redactor, () => files.edit(...args)),
    stat: (...args) => cleanly(redactor, () => files.stat(...args)),
    list: (...args) => cleanly(redactor, () => files.list(...args)),
    glob: (...args) => cleanly(redactor, () => files.glob(...args)),
    grep: (...args) => cleanly(redactor, () => files.grep(...args)),
    remove: (...args) => rethrowClean(redactor, () => files.remove(...args)),
  };
}

function cleanShell(shell: SessionShell, redactor: Redactor): SessionShell {
  return {
    run: (...args) => cleanly(redactor, () => shell.run(...args)),
    stream: (...args) => cleanCommand(shell.stream(...args), redactor),
    start: async (...args) => cleanJob(await rethrowClean(redactor, () => shell.start(...args)), redactor),
  };
}

async function* cleanCommand(
  events: AsyncIterable<ShellEvent>,
  redactor: Redactor,
): AsyncGenerator<ShellEvent> {
  const clean = redactor.events();
  try {
    for await (const event of events) {
      if (event.type !== "end") yield* clean(event) as readonly ShellEvent[];
      else yield* [...restOf(clean), event];
    }
  } catch (error) {
    throw cleanError(error, redactor);
  }
}

// The end of a cell shows that no more text comes; that of a command does too.
function restOf(clean: ReturnType<Redactor["events"]>): readonly ShellEvent[] {
  const events = clean({ type: "end", reason: "completed", state: "kept", protected: false });
  return events.flatMap(event => (event.type === "stdout" || event.type === "stderr" ? [event] : []));
}

function cleanJob(job: ShellJob, redactor: Redactor): ShellJob {
  return {
    id: job.id,
    kill: () => job.kill(),
    poll: options => cleanly(redactor, () => job.poll(options)),
  };
}

function cleanCheckpoints(checkpoints: SessionCheckpoints, redactor: Redactor): SessionCheckpoints {
  return {
    create: (...args) => rethrowClean(redactor, () => checkpoints.create(...args)),
    restore: (...args) => rethrowClean(redactor, () => checkpoints.restore(...args)),
    list: (...args) => rethrowClean(redactor, () => checkpoints.list(...args)),
    drop: (...args) => rethrowClean(redactor, () => checkpoints.drop(...args)),
  };
}

function cleanVariables(variables: SessionVariables, redactor: Redactor): SessionVariables {
  return {
    set: (...args) => rethrowClean(redactor, () => variables.set(...args)),
    async get(...args) {
      const views = Object.entries(await rethrowClean(redactor, () => variables.get(...args)));
      return Object.fromEntries(views.map(([name, view]) => [name, cleanView(view, redactor)]));
    },
  };
}

function cleanView(view: VariableView, { text, bytes, json }: Redactor): VariableView {
  if (view.kind === "json") return { ...view, value: json(view.value) };
  if (view.kind === "bytes") return { ...view, value: bytes(view.value) };
  if (view.kind === "table") return cleanTable(view, json);
  return { ...view, type: text(view.type), repr: text(view.repr) };
}

function cleanTable({ kind, rows, ...content }: TableView, json: Redactor["json"]): TableView {
  const clean = json(content as unknown as Json) as unknown as Omit<TableView, "kind" | "rows">;
  return { kind, rows, ...clean };
}
