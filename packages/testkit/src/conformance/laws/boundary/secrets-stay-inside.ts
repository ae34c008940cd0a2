import { defineTool, type Json, jsonSchema, requireFacet, type Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { hostVariable } from "../../observe/host.ts";
import { completes, evaluate } from "../../run-cell.ts";

const secret = "s3cr3t-Xq9-canary";
const policy = { secrets: { TOKEN: secret }, limits: { outputBytes: 1000 } };

/** Ways in which a program may let its secret out. `S` is the secret. */
const ways: readonly string[] = [
  "print(S)",
  "import sys\nfor c in S: print(c, end='', flush=True)",
  "import os, time\nfor c in S.encode(): os.write(1, bytes([c])); time.sleep(0.001)\nNone",
  "print('x' * 5, end=''); print(S[:7], end='', flush=True); display('between')\nimport time; time.sleep(0.1)\nprint(S[7:])",
  "import sys\nprint(S[:7], end='', flush=True); print('other', file=sys.stderr, flush=True); print(S[7:])",
  "print('x' * 990, end=''); print(S, end=''); print('y' * 100)",
  "print('x' * 20_000); print(S)",
  "S",
  "[S, {S: S}]",
  "class R:\n    def __repr__(self): return S\nR()",
  "raise ValueError(S)",
  "raise type(S, (Exception,), {})(1)",
  "def f(x): raise KeyError(x)\nf(S)",
  "display(S)",
  "class H:\n    def _repr_html_(self): return S\nH()",
  "class B:\n    def _repr_mimebundle_(self, **_): return {'image/png': S.encode(), 'application/json': {S: S}}\nB()",
  "import subprocess\nsubprocess.run(['sh', '-c', 'echo $TOKEN; echo $TOKEN >&2'])\nNone",
  "import sys\nsys.exit(S)",
];

/** 17: what must not be read out is not read out. */
export const secretsStayInside: Law = defineLaw({
  number: 17,
  title: "a secret is there inside and leaves verbatim by no output, value, exception or display",
  applies: livePython,
  async check({ open }) {
    const leaks: string[] = [];
    const session = await open({ policy });
    same(
      await evaluate(session, `import os\nS = os.environ["TOKEN"]\nlen(S)`),
      secret.length,
      "the secret's length inside",
    );
    for (const code of ways) {
      const events: unknown[] = [];
      const execution = session.run(code);
      for await (const event of execution) events.push(event);
      const seen = { result: await execution.result, events, output: joined(events) };
      for (const [place, content] of Object.entries(seen))
        if (tells(content)) leaks.push(`the ${place} of ${code}`);
    }
    same(leaks, [], "what tells the secret");
  },
});

/** 17: the other ways out. */
export const secretsStayInsideFacets: Law = defineLaw({
  number: 17,
  title: "a secret leaves verbatim by no tool call, variable, command or state",
  applies: livePython,
  async check({ open }) {
    const inputs: Json[] = [];
    const tool = defineTool({
      name: "take",
      description: "Takes a value.",
      input: jsonSchema<{ readonly value: Json }>({
        type: "object",
        properties: { value: {} },
        required: ["value"],
      }),
      execute: ({ value }) => {
        inputs.push(value);
        return null;
      },
    });
    const session = await open({ policy, tools: [tool] });
    await completes(
      session,
      `import os\nS = os.environ["TOKEN"]\nL = [S, {S: S}]\nopen("leak", "w").write(S)\nNone`,
    );
    const has = (facet: "tools" | "variables" | "shell" | "files") =>
      session.capabilities.facets.includes(facet);
    if (has("tools")) await completes(session, "take(S); take([S, {S: S}])\nNone");
    const seen = {
      "the inputs of tools": inputs,
      variables: has("variables") && (await variablesOf(session)),
      "a command":
        has("shell") && (await requireFacet(session, "shell", "here").run("echo $TOKEN; cat leak >&2")),
    };
    const leaks = Object.entries({ ...seen, "a state": await stateOf(session) }).filter(([, content]) =>
      tells(content),
    );
    same(
      leaks.map(([place]) => place),
      [],
      "what tells the secret",
    );
  },
});

/** 17: the host's own environment is not the program's. */
export const hostEnvironmentStaysOutside: Law = defineLaw({
  number: 17,
  title: "nothing of the host's environment is inside, by any way of looking",
  applies: livePython,
  async check({ open }) {
    using _ = hostVariable("TINYCODEAGENT_CANARY", "canary-7f3a");
    const session = await open({ policy: { env: { NAMED: "named" } } });
    const code = `
import os, subprocess
seen = [str(dict(os.environ)), open("/proc/self/environ").read() if os.path.exists("/proc/self/environ") else "",
        subprocess.run(["sh", "-c", "env; set"], capture_output=True).stdout.decode()]
["canary-7f3a" in text for text in seen] + [os.environ["NAMED"]]`;
    same(await evaluate(session, code), [false, false, false, "named"], "where the host's variable is seen");
    if (!session.capabilities.facets.includes("shell")) return;
    const { stdout } = await requireFacet(session, "shell", "here").run("env; echo named: $NAMED");
    same([stdout.includes("canary"), stdout.includes("named: named")], [false, true], "what a command sees");
  },
});

async function variablesOf(session: Session): Promise<unknown> {
  const variables = requireFacet(session, "variables", "to check its laws");
  await completes(session, "B = S.encode()\nO = {1: S}");
  const got = await variables.get(["S", "L", "B", "O"]);
  const bytes = Object.values(got).map(view =>
    view.kind === "bytes" ? new TextDecoder().decode(view.value) : "",
  );
  return [got, bytes];
}

async function stateOf(session: Session): Promise<unknown> {
  await completes(session, `def told(s=S): return "${secret}"`);
  const state = await session.export?.();
  return [state, Buffer.from(state?.data ?? "", "base64").toString("latin1")];
}

function joined(events: readonly unknown[]): readonly string[] {
  return ["stdout", "stderr"].map(stream =>
    (events as readonly { type: string; text?: string }[])
      .map(event => (event.type === stream ? event.text : ""))
      .join(""),
  );
}

function tells(seen: unknown): boolean {
  return texts(seen).some(text => text.includes(secret));
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (value instanceof Uint8Array) return [new TextDecoder().decode(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...texts(item)]);
}
