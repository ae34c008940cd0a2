import type { Channel } from "./channel.ts";
import { guarded } from "./guard.ts";
import { isPlain } from "./value.ts";
import { openWaits } from "./waits.ts";

const maxInputBytes = 1024 * 1024;

/** A host tool did not return a value. `kind` is "denied", "failed", "cancelled" or "invalid". */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly kind: string;

  constructor(message: string, kind = "failed") {
    super(message);
    this.kind = kind;
  }
}

/** What the host says of a tool. */
export interface ToolSignature {
  readonly name: string;
  readonly inputSchema: {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: unknown;
  };
}

/** Host tools as functions of cells. */
export interface Tools {
  define(signature: ToolSignature): void;
  /** An answer of the host. Returns false when what it set off was interrupted. */
  deliver(call: unknown, body: Buffer): boolean;
  /** Rejects what still waits: its cell has ended, and nobody answers. */
  cancel(): void;
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly message: string; readonly kind: string } };

/** Opens the tools of a session. */
export function openTools(channel: Channel): Tools {
  const pending = new Map<unknown, (answer: Answer) => void>();
  const waits = openWaits(channel, () => pending.size);
  let count = 0;

  async function call(name: string, input: object): Promise<unknown> {
    const body = encodeInput(name, input);
    const id = `js-${process.pid}-${++count}`;
    channel.send({ type: "tool_call", call: id, name }, body);
    waits.changed();
    const answer = await new Promise<Answer>(resolve => pending.set(id, resolve));
    if (answer.ok) return answer.value;
    // Made here, after the wait, its stack leads to the line of the cell that called.
    throw new ToolError(answer.error.message, answer.error.kind);
  }

  return {
    define({ name, inputSchema }) {
      const tool = async (...given: unknown[]) => await call(name, inputOf(name, inputSchema, given));
      Object.defineProperty(tool, "name", { value: name });
      Object.defineProperty(globalThis, name, { value: tool, writable: true, configurable: true });
    },
    deliver(id, body) {
      const answer = pending.get(id);
      if (!pending.delete(id) || !answer) return true;
      waits.changed();
      return guarded(() => answer(JSON.parse(body.toString())));
    },
    cancel() {
      const message = "The cell that made this call has ended.";
      const waiting = [...pending.values()];
      pending.clear();
      for (const answer of waiting) answer({ ok: false, error: { kind: "cancelled", message } });
    },
  };
}

/** One plain object is the input itself; other arguments are parameters in the schema's order, required ones first. */
export function inputOf(
  name: string,
  schema: ToolSignature["inputSchema"],
  given: readonly unknown[],
): object {
  const required = new Set(schema.required);
  const parameters = Object.keys(schema.properties ?? {}).sort(
    (left, right) => Number(required.has(right)) - Number(required.has(left)),
  );
  const [first] = given;
  const isInput = given.length === 1 && typeof first === "object" && first !== null && isPlain(first);
  if (!isInput) return bind(name, parameters, given);
  const takesOthers = ![undefined, null, false].includes(schema.additionalProperties as undefined);
  const unknown = Object.keys(first).find(key => !parameters.includes(key));
  if (unknown === undefined || takesOthers || parameters.length === 0) return first;
  throw new TypeError(`${name}() got an unexpected member "${unknown}"; it takes ${parameters.join(", ")}`);
}

function bind(name: string, parameters: readonly string[], given: readonly unknown[]): object {
  if (given.length > parameters.length)
    throw new TypeError(`${name}() takes ${parameters.length} arguments, got ${given.length}`);
  return Object.fromEntries(given.map((value, index) => [parameters[index], value]));
}

function encodeInput(name: string, input: object): Buffer {
  const body = Buffer.from(JSON.stringify(input));
  if (body.length <= maxInputBytes) return body;
  throw new RangeError(`${name}() takes at most ${maxInputBytes} bytes of input, got ${body.length}`);
}
