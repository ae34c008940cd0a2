import type { ImagePart } from "@tinycodeagent/core";

const chunkBytes = 0x8000;

/** A picture as a data URL. */
export function imageURL({ mediaType, data }: ImagePart): string {
  let binary = "";
  for (let at = 0; at < data.length; at += chunkBytes) {
    binary += String.fromCharCode(...data.subarray(at, at + chunkBytes));
  }
  return `data:${mediaType};base64,${btoa(binary)}`;
}
