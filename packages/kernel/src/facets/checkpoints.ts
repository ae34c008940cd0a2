import { type Checkpoint, CodeAgentError, type SessionCheckpoints } from "@tinycodeagent/core";
import { isRecord } from "../cells/read-json.ts";
import type { ConnectionView } from "../wire/index.ts";
import { askStates } from "./ask-states.ts";

const maxNameCharacters = 200;

/** The checkpoints of a branch's sandbox. */
export function kernelCheckpoints(connection: ConnectionView, branch: string): SessionCheckpoints {
  const drop = (id: string, signal?: AbortSignal) =>
    askStates(connection, { type: "checkpoint_drop", branch, id }, { signal });
  return {
    async create(name, { signal } = {}) {
      checkName(name);
      const answer = await askStates(
        connection,
        { type: "checkpoint_create", branch, name },
        { signal, undo: made => void drop(readCheckpoint(made).id).catch(() => {}) },
      );
      return readCheckpoint(answer);
    },
    async restore(id, { signal } = {}) {
      await askStates(connection, { type: "checkpoint_restore", branch, id: checkId(id) }, { signal });
    },
    async list({ signal } = {}) {
      const answer = await askStates(connection, { type: "checkpoint_list", branch }, { signal });
      return Array.isArray(answer) ? answer.map(readCheckpoint) : [];
    },
    async drop(id, { signal } = {}) {
      await drop(checkId(id), signal);
    },
  };
}

/** An id as it goes over the wire. @throws CodeAgentError `CHECKPOINT_GONE` for what cannot be one */
export function checkId(id: unknown): string {
  if (typeof id === "string" && id.length <= maxNameCharacters) return id;
  throw new CodeAgentError(
    "CHECKPOINT_GONE",
    `Expected the id of a checkpoint, got ${typeof id === "string" ? "a long text" : typeof id}.`,
  );
}

function checkName(name: unknown): void {
  if (name === undefined || (typeof name === "string" && name.length <= maxNameCharacters)) return;
  throw new CodeAgentError(
    "OPTION_INVALID",
    `Expected a checkpoint's name as text of at most ${maxNameCharacters} characters, got ${typeof name === "string" ? `${name.length}` : typeof name}.`,
  );
}

function readCheckpoint(answer: unknown): Checkpoint {
  const { id, name, createdMs } = isRecord(answer) ? answer : {};
  if (typeof id !== "string" || typeof createdMs !== "number")
    throw new CodeAgentError("SESSION_LOST", "Expected the kernel to describe a checkpoint, but it did not.");
  return { id, createdMs, ...(typeof name === "string" && { name }) };
}
