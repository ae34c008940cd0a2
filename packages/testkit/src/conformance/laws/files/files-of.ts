import { requireFacet, type Session, type SessionFiles } from "@tinycodeagent/core";

/** The files of a session that claims them. */
export function filesOf(session: Session): SessionFiles {
  return requireFacet(session, "files", "to check its laws");
}

/** Bytes as the text that they are. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
