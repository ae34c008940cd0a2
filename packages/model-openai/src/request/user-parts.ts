import type { ImagePart, UserPart } from "@tinycodeagent/core";
import type { ChatCompletionContentPart } from "openai/resources/chat/completions";
import { imageURL } from "./image-url.ts";

/** Parts on the wire: text that is not empty, and pictures where the model takes them. */
export function wireParts(
  parts: readonly UserPart[],
  takesImages: boolean,
): readonly ChatCompletionContentPart[] {
  return parts.flatMap((part): readonly ChatCompletionContentPart[] => {
    if (part.type === "text") return part.text === "" ? [] : [{ type: "text", text: part.text }];
    if (takesImages) return [{ type: "image_url", image_url: { url: imageURL(part) } }];
    return [{ type: "text", text: absent(part) }];
  });
}

/** The text of a tool's answer, which cannot hold pictures on the wire; never empty. */
export function answerText(parts: readonly UserPart[], takesImages: boolean): string {
  const texts = parts.map(part => {
    if (part.type === "text") return part.text;
    return takesImages ? `[${part.mediaType}: in the next message]` : absent(part);
  });
  return texts.filter(text => text !== "").join("\n") || "(no output)";
}

function absent({ mediaType, data }: ImagePart): string {
  return `[${mediaType}, ${data.length} bytes: this model takes no pictures]`;
}
