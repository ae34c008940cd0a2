/** Text of which only head and tail are kept. */
export interface HeadAndTail {
  append(text: string): void;
  text(): string;
  /** Characters between head and tail that were dropped. */
  omitted(): number;
}

/** Keeps at most `limit` characters, half of them the head. */
export function headAndTail(limit: number): HeadAndTail {
  const half = Math.ceil(limit / 2);
  let head = "";
  let tail = "";
  let dropped = 0;
  const excess = () => Math.max(tail.length - half, 0);
  return {
    append(text) {
      const room = Math.max(half - head.length, 0);
      head += text.slice(0, room);
      tail += text.slice(room);
      // Cutting only now and then keeps a long stream linear.
      if (tail.length <= 2 * half) return;
      dropped += excess();
      tail = tail.slice(-half);
    },
    omitted: () => dropped + excess(),
    text() {
      const missing = dropped + excess();
      return missing ? `${head}\n[… ${missing} characters omitted …]\n${tail.slice(excess())}` : head + tail;
    },
  };
}
