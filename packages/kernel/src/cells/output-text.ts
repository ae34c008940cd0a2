import type { OutputEvent } from "@tinycodeagent/core";

type Stream = OutputEvent["type"];

/** Decodes what a program writes: a character split between two chunks arrives whole, invalid bytes as U+FFFD. */
export interface OutputText {
  decode(stream: Stream, bytes: Uint8Array): readonly OutputEvent[];
  /** What is left of a character that was never finished. */
  flush(): readonly OutputEvent[];
}

/** Makes an {@link OutputText} for one cell. */
export function outputText(): OutputText {
  // Most cells write nothing: they need no decoder.
  const decoders = new Map<Stream, InstanceType<typeof TextDecoder>>();

  function decoderOf(stream: Stream): InstanceType<typeof TextDecoder> {
    const decoder = decoders.get(stream) ?? new TextDecoder("utf-8", { ignoreBOM: true });
    decoders.set(stream, decoder);
    return decoder;
  }

  return {
    decode: (stream, bytes) => eventOf(stream, decoderOf(stream).decode(bytes, { stream: true })),
    flush() {
      if (decoders.size === 0) return [];
      return [...decoders].flatMap(([stream, decoder]) => eventOf(stream, decoder.decode()));
    },
  };
}

function eventOf(type: Stream, text: string): readonly OutputEvent[] {
  return text ? [{ type, text }] : [];
}
