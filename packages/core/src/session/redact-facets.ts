import type { ExecutionEvent } from "../contract/events.ts";
import type { SessionFiles } from "../contract/files.ts";
import type { Json } from "../contract/json.ts";
import type { ProviderSession } from "../contract/provider.ts";
import type { SessionShell, ShellEvent, ShellJob } from "../contract/shell.ts";
import type { SessionVariables, VariableView } from "../contract/variables.ts";
import type { Redactor } from "./redactor.ts";

type Facets = Pick<ProviderSession, "files" | "shell" | "variables">;

/** The facets of a session with secrets replaced in the text that they give. The bytes of files are left as they are. */
export function redactFacets({ files, shell, variables }: Facets, redactor: Redactor): Facets {
  return {
    ...(files && { files: cleanFiles(files, redactor) }),
    ...(shell && { shell: cleanShell(shell, redactor) }),
    ...(variables && { variables: cleanVariables(variables, redactor) }),
  };
}

function cleanFiles(files: SessionFiles, { text, json }: Redactor): SessionFiles {
  return {
    ...files,
    async edit(...args) {
      const result = await files.edit(...args);
      return { ...result, diff: text(result.diff) };
    },
    grep: async (...args) =>
      json((await files.grep(...args)) as unknown as Json) as unknown as ReturnType<SessionFiles["grep"]>,
  };
}

function cleanShell(shell: SessionShell, redactor: Redactor): SessionShell {
  return {
    async run(...args) {
      const result = await shell.run(...args);
      return { ...result, stdout: redactor.text(result.stdout), stderr: redactor.text(result.stderr) };
    },
    stream: (...args) => cleanCommand(shell.stream(...args), redactor),
    start: async (...args) => cleanJob(await shell.start(...args), redactor),
  };
}

async function* cleanCommand(
  events: AsyncIterable<ShellEvent>,
  redactor: Redactor,
): AsyncGenerator<ShellEvent> {
  const clean = redactor.events();
  const end: ExecutionEvent = { type: "end", reason: "completed", state: "kept", protected: false };
  for await (const event of events) {
    if (event.type !== "end") yield* clean(event) as readonly ShellEvent[];
    else yield* [...(clean(end).slice(0, -1) as readonly ShellEvent[]), event];
  }
}

function cleanJob(job: ShellJob, { text }: Redactor): ShellJob {
  return {
    id: job.id,
    kill: () => job.kill(),
    async poll(options) {
      const polled = await job.poll(options);
      return { ...polled, stdout: text(polled.stdout), stderr: text(polled.stderr) };
    },
  };
}

function cleanVariables(variables: SessionVariables, redactor: Redactor): SessionVariables {
  return {
    set: (...args) => variables.set(...args),
    async get(...args) {
      const views = Object.entries(await variables.get(...args));
      return Object.fromEntries(views.map(([name, view]) => [name, cleanView(view, redactor)]));
    },
  };
}

function cleanView(view: VariableView, { text, bytes, json }: Redactor): VariableView {
  if (view.kind === "json") return { ...view, value: json(view.value) };
  return view.kind === "bytes" ? { ...view, value: bytes(view.value) } : { ...view, repr: text(view.repr) };
}
