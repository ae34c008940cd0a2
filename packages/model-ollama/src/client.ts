import type { Ollama } from "ollama/browser";
import type { Connection } from "./connection.ts";
import { type BodyGuard, guardedFetch } from "./guarded-fetch.ts";

/**
 * The client library over a guarded `fetch`; loaded when first used. Its browser half is taken on purpose: the other
 * one reads a file of the host when the text of an image happens to be a path.
 */
export async function openClient(connection: Connection, guardBody: BodyGuard): Promise<Ollama> {
  const { Ollama } = await import("ollama/browser");
  return new Ollama({
    host: connection.host,
    headers: { ...connection.headers },
    fetch: guardedFetch(connection, guardBody),
  });
}
