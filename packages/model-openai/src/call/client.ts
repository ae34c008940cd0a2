import type { OpenAI } from "openai";
import type { Settings } from "../options/settings.ts";
import { boundedFetch } from "./bounded-fetch.ts";

/** Where time is measured by us, the package's own clock must not run first. */
const longestTimeoutMs = 2 ** 31 - 1;

/** A function that loads the `openai` package and makes the client when it is first called. */
export function lazyClient(settings: Settings): () => Promise<OpenAI> {
  let client: OpenAI | undefined;
  return async () => {
    const { OpenAI } = await import("openai");
    client ??= new OpenAI(clientOptions(settings));
    return client;
  };
}

function clientOptions({ options, apiKey, baseURL }: Settings): ConstructorParameters<typeof OpenAI>[0] {
  return {
    apiKey: apiKey ?? "none",
    adminAPIKey: null,
    organization: options.organization ?? null,
    project: null,
    webhookSecret: null,
    baseURL,
    defaultHeaders: { ...(apiKey === undefined && { Authorization: null }), ...options.headers },
    fetch: boundedFetch(options.fetch ?? ((input, init) => fetch(input, init))),
    maxRetries: 0,
    timeout: longestTimeoutMs,
    logLevel: "off",
    dangerouslyAllowBrowser: true,
  };
}
