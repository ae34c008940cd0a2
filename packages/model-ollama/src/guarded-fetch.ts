import type { Connection } from "./connection.ts";
import { FailedRequest } from "./failed-request.ts";
import { readTexts } from "./read-lines.ts";
import { refusal, unreachable } from "./refusals.ts";
import { watch } from "./watch.ts";

/** Makes the body that the client reads of the one that the server sent. */
export type BodyGuard = (
  body: ReadableStream<Uint8Array>,
  connection: Connection,
) => Promise<string | ReadableStream<Uint8Array>>;

/**
 * A `fetch` for the client that is bounded in time and size, heeds the connection's signal, and turns every failure
 * into a {@link FailedRequest} before the client sees it. A redirect is one: headers go to the host that was named only.
 */
export function guardedFetch(connection: Connection, guardBody: BodyGuard): typeof fetch {
  return async (input, init) => {
    const response = await request(connection, input, init);
    if (!response.ok) throw refusal(connection, response, await said(response, connection));
    const body = response.body ? await guardBody(response.body, connection) : "";
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** Reads a body whole. */
export async function wholeBody(body: ReadableStream<Uint8Array>, connection: Connection): Promise<string> {
  let whole = "";
  for await (const text of readTexts(body, connection)) whole += text;
  return whole;
}

async function request(
  connection: Connection,
  ...[input, init]: Parameters<typeof fetch>
): Promise<Response> {
  try {
    const { signal } = connection;
    return await watch(connection.fetch(input, { ...init, signal, redirect: "manual" }), connection);
  } catch (thrown) {
    if (connection.signal.aborted || thrown instanceof FailedRequest) throw thrown;
    throw unreachable(connection, "it could not be reached", thrown);
  }
}

/** The reason a server gives: the `error` of its JSON, or its text. */
async function said(response: Response, connection: Connection): Promise<string> {
  const text = response.body ? await wholeBody(response.body, connection).catch(() => "") : "";
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === "string" ? error : text;
  } catch {
    return text;
  }
}
