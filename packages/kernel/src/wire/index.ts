export { type Connection, connect, type Request, sessionClosed } from "./connection.ts";
export { type Frame, type Header, initialCreditBytes } from "./frame.ts";
