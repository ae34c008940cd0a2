/** Bytes of a frame's header line at most. */
export const maxHeaderBytes: number = 64 * 1024;
/** Bytes of a frame's tail at most; a longer body travels in parts. */
export const maxTailBytes: number = 64 * 1024;
/** Bytes of a message that came in parts at most. */
export const maxMessageBytes: number = 32 * 1024 * 1024;
/** Parts of a message at most; a sender that fills them needs half as many. */
export const maxParts: number = 1024;
/** What a sender may be ahead of its reader, in either direction, before it must wait for credit. */
export const initialCreditBytes: number = 1024 * 1024;

/** What a frame costs its sender besides its body: many small ones fill a reader too. */
export const frameCostBytes: number = 512;

/** The header of a frame: its type, and members that only the type's reader knows. Untrusted until it checked them. */
export interface Header {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** A header with its body. */
export interface Frame {
  readonly header: Header;
  readonly body: Uint8Array;
  /** Bytes of the header's line, of a frame that was read. */
  readonly headerBytes?: number;
}
