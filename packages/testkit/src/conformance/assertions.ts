import { type ErrorCode, isCodeAgentError, messageOf } from "@tinycodeagent/core";

/** A law is broken. The message says what was claimed and what was seen. */
export class LawBroken extends Error {
  override readonly name = "LawBroken";
}

/** This machine, or what runs in the session, lacks what the law needs. The message is the reason. */
export class LawSkipped extends Error {
  override readonly name = "LawSkipped";
}

/** Breaks the law unless the claim holds. */
export function holds(claim: boolean, expected: string, saw: unknown): asserts claim {
  if (!claim) throw new LawBroken(`Expected ${expected}, saw ${show(saw)}.`);
}

/** Breaks the law unless both are the same data. */
export function same(saw: unknown, expected: unknown, what: string): void {
  if (stable(saw) === stable(expected)) return;
  throw new LawBroken(`Expected ${what} to be ${show(expected)}, saw ${show(saw)}.`);
}

/** Breaks the law unless the work fails with one of these codes. */
export async function failsWith(
  work: () => unknown,
  codes: ErrorCode | readonly ErrorCode[],
  what: string,
): Promise<void> {
  const wanted = typeof codes === "string" ? [codes] : codes;
  let saw: string;
  try {
    saw = `no error but ${show(await work())}`;
  } catch (error) {
    if (isCodeAgentError(error) && wanted.includes(error.code)) return;
    saw = isCodeAgentError(error)
      ? `${error.code} (${error.message})`
      : `${messageOf(error)}, which has no code`;
  }
  throw new LawBroken(`Expected ${what} to fail with ${wanted.join(" or ")}, saw ${saw}.`);
}

/** The outcome of the work; breaks the law when there is none in time. */
export async function within<T>(milliseconds: number, work: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new LawBroken(`Expected ${what} within ${milliseconds} ms, saw no end.`));
    timer = setTimeout(fail, milliseconds);
  });
  // Whichever comes second has no one to tell.
  work.catch(() => {});
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Anything as a short text. */
export function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (stable(value) ?? String(value));
  return text.length > 600 ? `${text.slice(0, 300)} … ${text.slice(-300)}` : text;
}

function stable(value: unknown): string | undefined {
  return JSON.stringify(value, (_, item) => {
    if (typeof item === "bigint") return `${item}n`;
    if (item instanceof Uint8Array) return `bytes ${Buffer.from(item).toString("base64")}`;
    if (item instanceof Error) return `${item.name}: ${item.message}`;
    return isPlain(item) ? Object.fromEntries(Object.entries(item).sort()) : item;
  });
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
