interface Blockable {
  readonly _handle?: { setBlocking?(isBlocking: boolean): void };
}

/**
 * Lets a program that writes faster than it is read wait, as any other program does: else its output would pile up in its
 * memory, come after its end, and be lost when it dies. Children that inherit the streams expect it too.
 */
export function writeAtOnce(): void {
  for (const stream of [process.stdout, process.stderr] as Blockable[]) stream._handle?.setBlocking?.(true);
}
