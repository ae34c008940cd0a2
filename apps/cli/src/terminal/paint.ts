import { styleText } from "node:util";

/** What a text is painted as. */
export type Look = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is. */
export type Paint = (look: Look, text: string) => string;

/** Colours for a stream: only where it is a terminal, and `NO_COLOR` is not set. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const hasColours = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  return hasColours
    ? (look, text) => (text ? styleText(look, text, { validateStream: false }) : text)
    : (_look, text) => text;
}
