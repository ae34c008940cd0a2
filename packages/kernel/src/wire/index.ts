export { type Connection, connect, type Request } from "./connection.ts";
export { type Frame, type Header, initialCreditBytes } from "./frame.ts";
