import type { ServerResponse } from "node:http";
import type { Json, JsonObject } from "@tinycodeagent/core";
import type { OllamaServerModel } from "./server.ts";

/** Sends a whole JSON body. */
export function sendJson(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

/** A name with its tag. */
export function fullName(name: string): string {
  return name.includes(":") ? name : `${name}:latest`;
}

/** The model of that name, with or without its tag. */
export function findModel(models: readonly OllamaServerModel[], name: string): OllamaServerModel | undefined {
  return models.find(model => fullName(model.name) === fullName(name));
}

/** What a model can do, as `/api/show` lists it. */
export function capabilitiesOf(model: OllamaServerModel): readonly string[] {
  return model.capabilities ?? ["completion", "tools"];
}

/** `GET /api/tags` */
export function answerTags(response: ServerResponse, models: readonly OllamaServerModel[]): void {
  const entries = models.map(({ name }) => ({
    name: fullName(name),
    model: fullName(name),
    modified_at: "2025-06-01T12:00:00Z",
    size: 4_000_000_000,
    digest: "0".repeat(64),
    details,
  }));
  sendJson(response, 200, { models: entries });
}

/** `POST /api/show` */
export function answerShow(response: ServerResponse, models: readonly OllamaServerModel[], body: Json): void {
  const name = (body as { model?: Json } | null)?.model;
  const model = typeof name === "string" ? findModel(models, name) : undefined;
  if (model) sendJson(response, 200, factsOf(model));
  else if (!name) sendJson(response, 400, { error: "model is required" });
  else sendJson(response, 404, { error: `model '${name}' not found` });
}

function factsOf(model: OllamaServerModel): JsonObject {
  return {
    ...(model.parameters !== undefined && { parameters: model.parameters }),
    template: "{{ .Prompt }}",
    details,
    model_info: {
      "general.architecture": details.family,
      [`${details.family}.context_length`]: model.contextTokens ?? 8192,
    },
    capabilities: capabilitiesOf(model),
    modified_at: "2025-06-01T12:00:00Z",
  };
}

const details = {
  parent_model: "",
  format: "gguf",
  family: "testfamily",
  families: ["testfamily"],
  parameter_size: "7.0B",
  quantization_level: "Q4_K_M",
};
