import { memoryProvider } from "@tinycodeagent/testkit";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { ExecutionEvent } from "../contract/events.ts";
import type { SessionFiles } from "../contract/files.ts";
import type { ProviderSession } from "../contract/provider.ts";
import type { TableView } from "../contract/table.ts";
import type { ExportOptions, SessionState } from "../contract/transfer.ts";
import { boundedText } from "./bounded-text.ts";
import { eventQueue } from "./event-queue.ts";
import { openSession } from "./open-session.ts";
import { redactFacets } from "./redact-facets.ts";
import { redactTransfer } from "./redact-transfer.ts";
import { createRedactor } from "./redactor.ts";
import type { Session } from "./session.ts";

const chatty = memoryProvider(async cell => {
  for (let line = 0; line < Number(cell.code); line++) cell.print(`${line} ${"x".repeat(1000)}`);
  return "done";
});

describe("a session's execution", () => {
  it("gives its result to one who does not iterate, however much it prints", async () => {
    await using session = await openSession(chatty);
    const result = await session.run("3000").result;
    expect(result).toMatchObject({ status: "completed", value: "done" });
    expect(result.stdout.startsWith("0 x")).toBe(true);
    expect(result.stdout.endsWith("x\n")).toBe(true);
  });

  it("shows every event to one who iterates, and the end last", async () => {
    await using session = await openSession(chatty);
    const types: string[] = [];
    for await (const event of session.run("5")) types.push(event.type);
    expect(types).toEqual([...Array(5).fill("stdout"), "result", "end"]);
  });

  it("is free again as soon as the end was seen, or the result is there", async () => {
    await using session = await openSession(chatty);
    for await (const event of session.run("1")) {
      if (event.type === "end") expect(session.run("1").id).not.toBe("");
    }
    await expect(
      openSession(chatty).then(async other => [await other.run("1").result, await other.run("1").result]),
    ).resolves.toHaveLength(2);
  });

  it("is one at a time", async () => {
    await using session = await openSession(chatty);
    const first = session.run("10");
    expect(() => session.run("1")).toThrow(expect.objectContaining({ code: "SESSION_BUSY" }));
    await first.result;
  });

  it("is refused after closing, and for a language that the session has not", async () => {
    const session = await openSession(chatty);
    expect(() => session.run({ code: "1", language: "bash" })).toThrow(
      expect.objectContaining({ code: "LANGUAGE_UNSUPPORTED" }),
    );
    expect(() => session.run(1 as unknown as string)).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID" }),
    );
    await Promise.all([session.close(), session.close()]);
    expect(() => session.run("1")).toThrow(expect.objectContaining({ code: "SESSION_CLOSED" }));
  });
});

describe("opening a session", () => {
  it("refuses a provider of another contract version, or with less isolation than is required", async () => {
    const other = { ...chatty, specVersion: 2 as unknown as 1 };
    await expect(openSession(other)).rejects.toMatchObject({ code: "SPEC_VERSION_UNSUPPORTED" });
    await expect(openSession(chatty, { requireIsolation: "vm" })).rejects.toMatchObject({
      code: "ISOLATION_INSUFFICIENT",
    });
  });

  it("closes and refuses a session that is less than its provider's manifest", async () => {
    let closed = 0;
    const weaker = {
      ...chatty,
      capabilities: { ...chatty.capabilities, isolation: "vm" as const },
      async openSession(request: Parameters<typeof chatty.openSession>[0]) {
        const session = await chatty.openSession(request);
        const close = () => {
          closed += 1;
          return session.close();
        };
        return { ...session, close };
      },
    };
    await expect(openSession(weaker, { requireIsolation: "os" })).rejects.toMatchObject({
      code: "ISOLATION_INSUFFICIENT",
    });
    expect(closed).toBe(1);
  });

  it.each(["export", "import"] as const)(
    "refuses one that claims to move its state and has no %s",
    async lacking => {
      const half = {
        ...chatty,
        async openSession(request: Parameters<typeof chatty.openSession>[0]) {
          const session = await chatty.openSession(request);
          const capabilities = {
            ...session.capabilities,
            facets: [...session.capabilities.facets, "transfer"] as const,
          };
          const transfer = { export: async () => ({}) as never, import: async () => ({}) as never };
          const { [lacking]: _, ...rest } = transfer;
          return { ...session, capabilities, ...rest };
        },
      };
      await expect(openSession(half)).rejects.toMatchObject({
        code: "SESSION_OPEN_FAILED",
        message: expect.stringContaining(`"${lacking}"`),
      });
    },
  );

  it("types the facets by the provider's session", () => {
    expectTypeOf<
      Session<ProviderSession & { readonly files: SessionFiles }>["files"]
    >().toEqualTypeOf<SessionFiles>();
    expectTypeOf<Session<ProviderSession>["files"]>().toEqualTypeOf<SessionFiles | undefined>();
  });
});

// Of letters, and of more than is kept as one piece.
const pieceArrays = fc.array(
  fc
    .tuple(fc.string({ maxLength: 30 }), fc.constantFrom(1, 1, 1, 300))
    .map(([text, times]) => text.repeat(times)),
);

it("bounded text keeps head and tail, and counts what is missing, however the pieces come", () => {
  fc.assert(
    fc.property(pieceArrays, fc.integer({ min: 2, max: 12_000 }), (pieces, limit) => {
      const text = boundedText(limit);
      for (const piece of pieces) text.append(piece);
      const whole = pieces.join("");
      const half = Math.floor(limit / 2);
      const missing = whole.length - 2 * half;
      const expected =
        missing > 0
          ? `${whole.slice(0, half)}\n[… ${missing} characters omitted …]\n${whole.slice(-half)}`
          : whole;
      expect(text.toString()).toBe(expected);
    }),
  );
});

describe("the facets of a session with secrets", () => {
  const redactor = createRedactor({ KEY: "s3cr3t" });

  it("show no secret in a table, and leave its shape", async () => {
    const view: TableView = {
      kind: "table",
      rows: 2,
      names: ["s3cr3t", "b"],
      columns: { s3cr3t: ["a s3cr3t", null], b: [1, 2] },
      dtypes: { s3cr3t: "object", b: "int64" },
    };
    const facets = { variables: { set: async () => {}, get: async () => ({ t: view }) } };
    const clean = redactor && redactFacets(facets, redactor).variables;
    expect(await clean?.get(["t"])).toEqual({
      t: {
        kind: "table",
        rows: 2,
        names: ["[secret]", "b"],
        columns: { "[secret]": ["a [secret]", null], b: [1, 2] },
        dtypes: { "[secret]": "object", b: "int64" },
      },
    });
  });

  it("ask for a state without them, and leave its data as they are", async () => {
    const asked: unknown[] = [];
    const session = {
      async export(options?: ExportOptions) {
        asked.push(options);
        return { definitions: [{ source: "s3cr3t" }], data: "s3cr3t==" } as unknown as SessionState;
      },
      import: async () => ({ imported: ["s3cr3t"], left: [] }),
    } as unknown as ProviderSession;
    const transfer = redactor && redactTransfer(session, redactor, { KEY: "s3cr3t" });
    const state = await transfer?.export?.({ maxBytes: 5, secrets: ["mine"] });
    expect(asked).toEqual([{ maxBytes: 5, secrets: ["mine", "s3cr3t"] }]);
    expect(state).toEqual({ definitions: [{ source: "[secret]" }], data: "s3cr3t==" });
    expect(await transfer?.import?.(state as SessionState)).toEqual({ imported: ["[secret]"], left: [] });
  });
});

describe("a redactor", () => {
  const secrets = { KEY: "s3cr3t-value", OTHER: "s3cr3t" };

  it("lets no secret pass, however the output is cut", () => {
    const text = fc.array(fc.constantFrom("a", "s3cr3t", "s3cr3t-value", "s3c", "-value", "\n"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (parts, sizes) => {
        const clean = createRedactor(secrets)?.events();
        const whole = parts.join("");
        const out: ExecutionEvent[] = [];
        for (let start = 0, index = 0; start < whole.length; index++) {
          const size = sizes[index % sizes.length] ?? 1;
          out.push(...(clean?.({ type: "stdout", text: whole.slice(start, start + size) }) ?? []));
          start += size;
        }
        out.push(...(clean?.({ type: "end", reason: "completed", state: "kept", protected: false }) ?? []));
        const shown = out.map(event => (event.type === "stdout" ? event.text : "")).join("");
        expect(shown).toBe(whole.replaceAll("s3cr3t-value", "[secret]").replaceAll("s3cr3t", "[secret]"));
        expect(out.at(-1)?.type).toBe("end");
      }),
    );
  });

  it("lets no secret leave as an exit code", () => {
    const clean = createRedactor({ PIN: "8675309" })?.events();
    const end = { type: "end", reason: "exit", state: "kept", protected: true } as const;
    expect(clean?.({ ...end, exitCode: 8675309 })).toEqual([{ ...end, exitCode: 1 }]);
    expect(clean?.({ ...end, exitCode: 3 })).toEqual([{ ...end, exitCode: 3 }]);
  });

  it("lets no secret leave in what an end says of the interpreter", () => {
    const clean = createRedactor(secrets)?.events();
    const end = { type: "end", reason: "memory", state: "restored", protected: false } as const;
    const largestVariables = [{ name: "s3cr3t", sizeBytes: 5 }];
    expect(clean?.({ ...end, unprotectedReason: "no s3cr3t-value", largestVariables })).toEqual([
      { ...end, unprotectedReason: "no [secret]", largestVariables: [{ name: "[secret]", sizeBytes: 5 }] },
    ]);
  });

  it("cleans values, keys, exceptions and displays", () => {
    const redactor = createRedactor(secrets);
    expect(redactor?.json({ s3cr3t: ["x s3cr3t-value"] })).toEqual({ "[secret]": ["x [secret]"] });
    expect(
      redactor?.events()({ type: "exception", name: "E", message: "s3cr3t", traceback: "at s3cr3t" }),
    ).toEqual([{ type: "exception", name: "E", message: "[secret]", traceback: "at [secret]" }]);
    expect(redactor?.events()({ type: "display", data: { "text/html": "<s3cr3t>" } })).toEqual([
      { type: "display", data: { "text/html": "<[secret]>" } },
    ]);
  });
});

it("cleans what checkpoints and forks of a session complain of", async () => {
  const provider = memoryProvider(() => null, { facets: ["checkpoints", "fork"] });
  const session = await openSession(provider, { policy: { secrets: { KEY: "s3cr3t" } } });
  const clean = { code: "CHECKPOINT_GONE", details: { id: "[secret]" } };
  const { checkpoints, fork } = session;
  await expect(checkpoints?.restore("s3cr3t")).rejects.toMatchObject(clean);
  await expect(checkpoints?.drop("s3cr3t")).rejects.toMatchObject(clean);
  await expect(fork?.({ checkpoint: "s3cr3t" })).rejects.toMatchObject(clean);
  const kept = await checkpoints?.create();
  await checkpoints?.restore(kept?.id ?? "");
  expect(await checkpoints?.list()).toEqual([kept]);
});

describe("an event queue", () => {
  const output = (text: string): ExecutionEvent => ({ type: "stdout", text });
  const mebibyte = "x".repeat(1024 * 1024);

  it("makes the writer wait for a reader that is behind", async () => {
    const queue = eventQueue();
    const reader = queue.read(() => {});
    let isWritten = false;
    const writing = queue.push(output(mebibyte)).then(() => {
      isWritten = true;
    });
    await new Promise(resolve => setTimeout(resolve, 10));
    expect(isWritten).toBe(false);
    await reader.next();
    await writing;
  });

  it("tells a reader that comes late what it missed", async () => {
    const queue = eventQueue();
    for (let count = 0; count < 3; count++) await queue.push(output(mebibyte));
    const { value } = await queue.read(() => {}).next();
    expect(value).toMatchObject({ type: "truncated", omittedBytes: expect.any(Number) });
  });

  it.each<[string, ExecutionEvent]>([
    ["a value", { type: "result", repr: "", value: Array(100_000).fill({}) }],
    ["an exception", { type: "exception", name: "E", message: mebibyte, traceback: "" }],
    ["a tail", { type: "truncated", totalBytes: 1, omittedBytes: 1, tail: mebibyte }],
  ])("keeps no more of %s than of text, while nobody reads", async (_, event) => {
    const queue = eventQueue();
    for (let count = 0; count < 3; count++) await queue.push(event);
    queue.finish();
    const reader = queue.read(() => {});
    expect((await reader.next()).value).toMatchObject({ type: "truncated", tail: "" });
    expect((await reader.next()).value).toEqual(event);
    expect((await reader.next()).done).toBe(true);
  });

  it("lets the writer go on when the reader leaves", async () => {
    const queue = eventQueue();
    let hasLeft = false;
    const reader = queue.read(() => {
      hasLeft = true;
    });
    const writing = queue.push(output(mebibyte));
    await reader.return?.();
    await writing;
    expect(hasLeft).toBe(true);
  });
});
