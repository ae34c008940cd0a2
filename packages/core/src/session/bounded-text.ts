/** Characters of one stream that a result keeps: half of it the head, half the tail. */
export const maxResultCharacters: number = 4 * 1024 * 1024;

/** Collects text and keeps a bounded head and tail of it. */
export interface BoundedText {
  append(text: string): void;
  /** Characters between head and tail that were dropped. */
  omitted(): number;
  /** Head and tail, with a line between them that says how much is missing. */
  toString(): string;
}

/** Makes a {@link BoundedText} of at most `limit` characters and the notice. */
export function boundedText(limit: number = maxResultCharacters): BoundedText {
  const half = Math.max(Math.floor(limit / 2), 1);
  let head = "";
  let tail = "";
  let dropped = 0;
  const excess = () => Math.max(tail.length - half, 0);
  const omitted = () => dropped + excess();
  return {
    append(text) {
      const room = half - head.length;
      head += text.slice(0, Math.max(room, 0));
      tail += text.slice(Math.max(room, 0));
      // Cutting only now and then keeps a long stream linear.
      if (tail.length > 2 * half) {
        dropped += excess();
        tail = tail.slice(-half);
      }
    },
    omitted,
    toString() {
      if (!omitted()) return head + tail;
      return `${head}\n[… ${omitted()} characters omitted …]\n${tail.slice(excess())}`;
    },
  };
}
