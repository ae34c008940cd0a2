export { type BoundedText, boundedText } from "./bounded-text.ts";
export { requireFacet } from "./check-facets.ts";
export type * from "./execution-result.ts";
export { openSession } from "./open-session.ts";
export type * from "./session.ts";
export { sessionRequest } from "./session-request.ts";
