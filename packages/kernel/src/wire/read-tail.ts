/** Characters of a kernel's own complaints that are kept. */
const maxCharacters = 4_000;

/** Reads a stream to its end and keeps the last of its text. */
export function readTail(stream: ReadableStream<Uint8Array>): {
  text(): string;
  readonly ended: Promise<void>;
} {
  const decoder = new TextDecoder();
  let kept = "";
  const read = async () => {
    for await (const chunk of stream)
      kept = (kept + decoder.decode(chunk, { stream: true })).slice(-maxCharacters);
  };
  return { text: () => kept, ended: read().catch(() => {}) };
}
