import { isRecord } from "../checks/option-checks.ts";
import { shown } from "../checks/shown.ts";
import type { LeftBehind, StateDefinition } from "../contract/transfer.ts";

const maxNameCharacters = 1000;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
const kinds: readonly unknown[] = ["import", "function", "class"];

const isText = (value: unknown): value is string => typeof value === "string";
const isName = (value: unknown): boolean =>
  isText(value) && value.length > 0 && value.length <= maxNameCharacters;

/**
 * Why something is no `SessionState` of this version, as what was expected and what was got. It may come from a file or from
 * inside a sandbox: nothing of it is believed.
 */
export function stateProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return `a state, as export() gives it, got ${shown(value)}`;
  if (value.version !== 1) return `a state of version 1, got version ${shown(value.version)}`;
  const { language, languageVersion, definitions, variables, left, data } = value;
  const members: readonly (readonly [string, boolean])[] = [
    ["language", isText(language)],
    ["languageVersion", isText(languageVersion)],
    ["definitions", isListOf(definitions, isDefinition)],
    ["variables", isListOf(variables, isName)],
    ["left", isListOf(left, isLeft)],
    ["data", isText(data) && data.length % 4 === 0 && base64.test(data)],
  ];
  const odd = members.find(([, fits]) => !fits);
  return odd && `a state, as export() gives it, got one whose "${odd[0]}" is not whole`;
}

/** Why something is no `ImportReport`. */
export function reportProblem(value: unknown): string | undefined {
  if (isRecord(value) && isListOf(value.imported, isName) && isListOf(value.left, isLeft)) return undefined;
  return `a report of what was imported, got ${shown(value)}`;
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}

function isDefinition(value: unknown): value is StateDefinition {
  return isRecord(value) && kinds.includes(value.kind) && isName(value.name) && isText(value.source);
}

function isLeft(value: unknown): value is LeftBehind {
  return isRecord(value) && isText(value.name) && isText(value.type) && isText(value.reason);
}
