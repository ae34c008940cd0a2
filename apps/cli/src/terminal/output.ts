import { type Paint, paintFor } from "./paint.ts";

/** One stream that the program writes to. */
export interface Sink {
  readonly write: (text: string) => void;
  readonly paint: Paint;
}

/** Where the program writes. */
export interface Output {
  /** Standard output: what was asked for. */
  readonly out: Sink;
  /** Standard error: what is said beside it. */
  readonly notes: Sink;
  /** Aborts when standard output is read no more. */
  readonly left: AbortSignal;
}

/** The two streams of this process. A reader that leaves is no error of the program. */
export function openOutput(): Output {
  const left = new AbortController();
  process.stdout.on("error", () => left.abort("The reader of the output left."));
  process.stderr.on("error", () => {});
  return {
    left: left.signal,
    out: sinkOf(process.stdout, () => !left.signal.aborted),
    notes: sinkOf(process.stderr, () => true),
  };
}

function sinkOf(stream: NodeJS.WriteStream, isOpen: () => boolean): Sink {
  return {
    paint: paintFor(stream, process.env),
    write(text) {
      if (isOpen()) stream.write(text);
    },
  };
}
