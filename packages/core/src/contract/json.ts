/** Data that crosses the boundary of a sandbox: nothing executable, nothing with identity. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}
