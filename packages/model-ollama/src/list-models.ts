import { askServer, notOllama } from "./ask-server.ts";
import { checkOptions } from "./check-options.ts";
import { openClient } from "./client.ts";
import type { Connection } from "./connection.ts";
import { wholeBody } from "./guarded-fetch.ts";
import { serverRules } from "./option-rules.ts";
import type { OllamaServerOptions } from "./options.ts";

/** A model that a server has. */
export interface InstalledOllamaModel {
  /** With its tag, such as `"qwen3:8b"`. */
  readonly name: string;
  /** On disk; 0 for models that run elsewhere. */
  readonly sizeBytes: number;
}

/**
 * The models that are installed on a server.
 * @throws CodeAgentError `OPTION_INVALID`, `MODEL_UNREACHABLE`, `MODEL_RESPONSE_INVALID`, `MODEL_FAILED`, `ABORTED`
 */
export async function listOllamaModels(
  options: OllamaServerOptions = {},
  call: { readonly signal?: AbortSignal } = {},
): Promise<readonly InstalledOllamaModel[]> {
  const checked = checkOptions("listOllamaModels", options, serverRules);
  return await askServer(checked, call.signal, installedModels);
}

/** The same, over a connection that is open. */
export async function installedModels(connection: Connection): Promise<readonly InstalledOllamaModel[]> {
  const client = await openClient(connection, wholeBody);
  const list: unknown = await client.list();
  const models = (list as { models?: unknown } | null)?.models;
  if (!Array.isArray(models) || !models.every(isEntry)) throw notOllama(connection, list);
  return models.map(({ name, size }) => ({ name, sizeBytes: typeof size === "number" ? size : 0 }));
}

function isEntry(entry: unknown): entry is { name: string; size?: unknown } {
  return typeof (entry as { name?: unknown } | null)?.name === "string";
}
