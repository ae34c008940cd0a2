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
  const head = pieces();
  const tail = pieces();
  let dropped = 0;
  const excess = () => Math.max(tail.length() - half, 0);
  const omitted = () => dropped + excess();
  return {
    append(text) {
      const room = half - head.length();
      if (room > 0) head.push(text.slice(0, room));
      if (text.length > room) tail.push(room > 0 ? text.slice(room) : text);
      dropped += tail.dropFirst(excess());
    },
    omitted,
    toString() {
      if (!omitted()) return head.join() + tail.join();
      return `${head.join()}\n[… ${omitted()} characters omitted …]\n${tail.join().slice(excess())}`;
    },
  };
}

/** Characters of a piece at least, so that text which comes letter by letter is not kept letter by letter. */
const pieceCharacters = 4096;

interface Pieces {
  push(text: string): void;
  /** Drops whole pieces from the front, of at most so many characters together; returns how many they had. */
  dropFirst(characters: number): number;
  length(): number;
  join(): string;
}

// One long string that grows and is cut would be copied whole, again and again.
function pieces(): Pieces {
  const kept: string[] = [];
  let open: string[] = [];
  let openLength = 0;
  let length = 0;
  return {
    push(text) {
      open.push(text);
      openLength += text.length;
      length += text.length;
      if (openLength < pieceCharacters) return;
      kept.push(open.join(""));
      open = [];
      openLength = 0;
    },
    dropFirst(characters) {
      const before = length;
      for (
        let [first] = kept;
        first !== undefined && before - length + first.length <= characters;
        [first] = kept
      ) {
        length -= first.length;
        kept.shift();
      }
      return before - length;
    },
    length: () => length,
    join: () => [...kept, ...open].join(""),
  };
}
