import type { DisplayEvent } from "../contract/events.ts";
import type { ImagePart } from "../messages/message.ts";
import { headAndTail, type TextLimits } from "./head-and-tail.ts";

type Display = DisplayEvent["data"];

/** Image types that models take. */
const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** Text types, the most readable first. */
const textTypes = ["text/plain", "text/markdown", "text/csv", "application/json", "text/html"] as const;

/** Pictures of one observation; further ones are only named. */
const maxImages = 4;

/** Rich values as lines of text, and as pictures where the model takes them. */
export function describeDisplays(
  displays: readonly Display[],
  options: { readonly limits: TextLimits; readonly images: boolean },
): { readonly lines: readonly string[]; readonly images: readonly ImagePart[] } {
  const images: ImagePart[] = [];
  const lines = displays.map(display => {
    const image = imageOf(display);
    const isShown = image !== undefined && options.images && images.length < maxImages;
    if (isShown) images.push(image);
    return `display: ${describe(display, isShown, options)}`;
  });
  return { lines, images };
}

function describe(
  display: Display,
  isShown: boolean,
  { limits, images }: { readonly limits: TextLimits; readonly images: boolean },
): string {
  const image = imageOf(display);
  if (image) return `${image.mediaType}, ${image.data.length} bytes, ${shownText(isShown, images)}`;
  for (const type of textTypes) {
    const text = display[type];
    if (typeof text === "string") return `${type}\n${headAndTail(text, limits)}`;
  }
  return Object.entries(display)
    .map(
      ([type, content]) =>
        `${type}, ${content.length} ${typeof content === "string" ? "characters" : "bytes"}`,
    )
    .join("; ");
}

function shownText(isShown: boolean, images: boolean): string {
  if (isShown) return "attached";
  return images ? `not attached (at most ${maxImages} are)` : "not attached: this model takes no pictures";
}

function imageOf(display: Display): ImagePart | undefined {
  for (const mediaType of imageTypes) {
    const data = display[mediaType];
    if (data instanceof Uint8Array) return { type: "image", mediaType, data };
  }
  return undefined;
}
