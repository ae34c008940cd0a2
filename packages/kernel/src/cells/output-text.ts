import type { OutputEvent } from "@tinycodeagent/core";

type Stream = OutputEvent["type"];

/** Decodes what a program writes: a character split between two chunks arrives whole, invalid bytes as U+FFFD. */
export interface OutputText {
  decode(stream: Stream, bytes: Uint8Array): Iterable<OutputEvent>;
  /** What is left of a character that was never finished. */
  flush(): Iterable<OutputEvent>;
}

/** Makes an {@link OutputText} for one cell. */
export function outputText(): OutputText {
  const decoders = { stdout: utf8(), stderr: utf8() };
  return {
    *decode(stream, bytes) {
      const text = decoders[stream].decode(bytes, { stream: true });
      if (text) yield { type: stream, text };
    },
    *flush() {
      for (const stream of ["stdout", "stderr"] as const) {
        const text = decoders[stream].decode();
        if (text) yield { type: stream, text };
      }
    },
  };
}

function utf8(): InstanceType<typeof TextDecoder> {
  return new TextDecoder("utf-8", { ignoreBOM: true });
}
