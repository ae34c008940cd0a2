import { raceAbort } from "../broker/race-abort.ts";
import { messageOf } from "../errors/code-agent-error.ts";
import { checkDecision, type Verdict } from "./decision-check.ts";
import type { HookContext } from "./hook.ts";

/** Milliseconds that a decider may take when its hook does not say. */
export const defaultDeciderTimeoutMs = 30_000;

/** One decider: a hook's name and time, and its member bound to it. */
export interface Decider<Input> {
  readonly hook: string;
  readonly timeoutMs?: number | undefined;
  decide(input: Input, context: HookContext): unknown;
}

/**
 * Asks one decider. Throwing, taking too long and returning nonsense are denials.
 * @throws the signal's reason, when it aborts
 */
export async function askDecider<Input>(
  decider: Decider<Input>,
  input: Input,
  context: HookContext,
): Promise<Verdict<Input>> {
  const timeoutMs = decider.timeoutMs ?? defaultDeciderTimeoutMs;
  const controller = new AbortController();
  const stop = () => controller.abort(context.signal.reason);
  if (context.signal.aborted) stop();
  context.signal.addEventListener("abort", stop, { once: true });
  const late = () => controller.abort(new Error(`it took longer than ${timeoutMs} ms`));
  const timer = timeoutMs > 2 ** 31 - 1 ? undefined : setTimeout(late, timeoutMs);
  try {
    const asked = (async () => decider.decide(input, { ...context, signal: controller.signal }))();
    return checkDecision(await raceAbort(asked, controller.signal));
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { decision: "deny", reason: `The hook "${decider.hook}" failed: ${messageOf(error)}.` };
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener("abort", stop);
  }
}
