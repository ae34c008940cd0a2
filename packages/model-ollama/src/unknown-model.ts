import type { Connection } from "./connection.ts";
import { FailedRequest, finalFailure } from "./failed-request.ts";
import { installedModels } from "./list-models.ts";

const shownNames = 20;

/**
 * What a failed request for a model means: after a 404 of a server that does list models, but not this one, the model
 * is unknown. Every other failure stays what it was.
 */
export async function explainMissing(
  thrown: unknown,
  name: string,
  connection: Connection,
): Promise<unknown> {
  if (!(thrown instanceof FailedRequest) || thrown.status !== 404) return thrown;
  const names = await installedModels(connection).then(
    models => models.map(model => model.name),
    () => undefined,
  );
  if (!names || names.includes(name) || names.includes(`${name}:latest`)) return thrown;
  return finalFailure(
    "MODEL_UNKNOWN",
    `Expected a model that Ollama at ${connection.host} has, got "${name}". Fetch it with \`ollama pull ${name}\`; ${listed(names)}.`,
    thrown.failure.error,
  );
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "no model is installed";
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : "";
  return `installed are ${names.slice(0, shownNames).join(", ")}${more}`;
}
