export { type Connection, connect, sessionClosed } from "./connection.ts";
export { type ConnectionView, viewOf } from "./connection-view.ts";
export { type Frame, type Header, initialCreditBytes, maxMessageBytes } from "./frame.ts";
export type { Request } from "./router.ts";
