import { Socket } from "node:net";
import { decoder, encodeMessage, type Header, type Receive } from "./wire.ts";

/** The socket to the supervisor. */
export interface Channel {
  /** The request that runs; every frame carries its name. */
  request: unknown;
  send(header: Header, body?: Uint8Array): void;
}

/** Opens the socket that the supervisor left at a descriptor. Its end is the end of this process. */
export function openChannel(fd: number, receive: Receive): Channel {
  const socket = new Socket({ fd, readable: true, writable: true });
  const leave = process.exit.bind(process);
  socket.on("data", decoder(receive));
  for (const event of ["end", "error", "close"]) socket.on(event, () => leave(0));
  const channel: Channel = {
    request: null,
    send(header, body = new Uint8Array()) {
      socket.write(encodeMessage({ ...header, request: channel.request }, body));
    },
  };
  return channel;
}
