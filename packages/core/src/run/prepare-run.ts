import { isLoss } from "../action/execute-cell.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Message, UserMessage } from "../messages/message.ts";
import { systemPrompt } from "../prompt/system-prompt.ts";
import { requireFacet } from "../session/check-facets.ts";
import { takeBaseline } from "./artifacts.ts";
import { giveInputs } from "./give-inputs.ts";
import { heldSession } from "./held-session.ts";
import { newSessionNote } from "./recover-state.ts";
import type { Run } from "./run.ts";
import { isPutBack } from "./run-point.ts";
import { createStepStates, keepPurpose, type StepStates } from "./step-states.ts";

/**
 * Opens the session, puts the inputs in and writes the first messages. The model is called only after this: the prompt
 * says what the session really has.
 */
export async function prepareRun(run: Run): Promise<void> {
  // The history is whole from the start, so that a run that fails here can be continued too.
  const history = run.point?.messages ?? withoutPrompt(run.options.history ?? []);
  run.messages.push(...history, ...opening(run, []));
  await openAndGive(run);
  const notes = [
    ...(run.setup.sessions.takeLoss() ? [newSessionNote(run)] : []),
    ...(run.point?.state === "present" ? [presentNote] : []),
  ];
  run.messages.splice(history.length, Number.POSITIVE_INFINITY, ...opening(run, notes));
  // A run that goes on from a step has a prompt already: this one takes its place.
  const isAhead = run.messages[0]?.role === "system";
  run.messages.splice(0, isAhead ? 1 : 0, { role: "system", content: promptOf(run) });
  if (run.setup.options.checkpoints) run.states = beginStates(run);
}

const presentNote =
  "The conversation was taken back to this point; the interpreter was not. Variables, functions and imports are as later cells left them, or gone: look before you rely on them. Files stay as they are.";

function beginStates(run: Run): StepStates {
  const { point } = run;
  const states = createStepStates(run);
  const isKept = point?.checkpoint && isPutBack(point, heldSession(run).sandbox);
  if (isKept) states.inherit(run.step, point.checkpoint);
  else states.keep(run.step);
  return states;
}

async function openAndGive(run: Run): Promise<void> {
  try {
    await openOnce(run);
  } catch (error) {
    // The session of an earlier run may have died since; only a second loss is a failure.
    if (!isLoss(error) || run.stop.signal.aborted || !run.held) throw error;
    await run.setup.sessions.lose();
    await openOnce(run);
  }
}

async function openOnce(run: Run): Promise<void> {
  run.held = await run.setup.sessions.hold(run.stop.signal);
  checkSession(run);
  await giveInputs(run);
  await takeBaseline(run);
}

function checkSession(run: Run): void {
  const { session } = heldSession(run);
  const { capabilities, provider } = session;
  if (run.setup.options.checkpoints) requireFacet(session, "checkpoints", keepPurpose);
  if (!capabilities.languages.includes("python")) {
    throw new CodeAgentError(
      "LANGUAGE_UNSUPPORTED",
      `Expected a session that runs Python, got ${capabilities.languages.join(", ") || "no language"} from ${provider}. Use another provider.`,
    );
  }
  const forCode = (run.setup.options.tools ?? []).filter(tool => tool.from !== "model");
  if (capabilities.facets.includes("tools") || forCode.length === 0) return;
  throw new CodeAgentError(
    "FACET_MISSING",
    `Expected a session with "tools" to call ${forCode.map(tool => tool.signature.name).join(", ")} from code, but that of ${provider} has none. Use another provider, or make the tools callable by the model only.`,
    { details: { facet: "tools" } },
  );
}

function promptOf(run: Run): string {
  const { session, broker } = heldSession(run);
  const { options, mode } = run.setup;
  const { facets } = session.capabilities;
  return systemPrompt({
    mode,
    place: {
      // What the model writes is run as Python, whatever else the session could run.
      languages: ["python"],
      report: session.report,
      policy: options.policy ?? {},
      preload: options.preload ?? [],
    },
    functions: facets.includes("tools") ? broker.signatures("code") : [],
    given: { variables: run.options.variables ?? {}, files: run.options.files ?? {} },
    instructions: options.instructions,
  });
}

// What the user's side says first; nothing where a run just goes on from a step.
function opening({ task, point }: Run, notes: readonly string[]): readonly UserMessage[] {
  const said = point ? point.instruction : task;
  const texts = [...(said === undefined ? [] : [said]), ...notes];
  return texts.length ? [{ role: "user", content: texts.map(text => ({ type: "text", text })) }] : [];
}

// An earlier run's prompt gives way to the one of this run.
function withoutPrompt(history: readonly Message[]): readonly Message[] {
  const start = history.findIndex(message => message.role !== "system");
  return start < 0 ? [] : history.slice(start);
}
