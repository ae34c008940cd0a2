import { type Connection, sessionClosed } from "./connection.ts";
import type { Request } from "./router.ts";

/** One session's share of a connection that several use. */
export interface ConnectionView extends Pick<Connection, "send" | "sendData" | "request"> {
  /** Fails what waits, and whatever is asked later, as the session is closed; the connection goes on. */
  leave(): void;
}

/** Makes a {@link ConnectionView}. */
export function viewOf(connection: Connection): ConnectionView {
  const open = new Set<Request>();
  let hasLeft = false;
  return {
    send: connection.send,
    sendData: connection.sendData,
    request() {
      const request = connection.request();
      if (hasLeft) request.inbox.fail(sessionClosed());
      open.add(request);
      return {
        ...request,
        [Symbol.dispose]() {
          open.delete(request);
          request[Symbol.dispose]();
        },
      };
    },
    leave() {
      hasLeft = true;
      for (const { inbox } of open) inbox.fail(sessionClosed());
    },
  };
}
