import { defaultLimits } from "../contract/limits.ts";
import type { Policy } from "../contract/policy.ts";
import type { ExecutionContext, ProviderSession } from "../contract/provider.ts";

/** Whether a session runs an empty cell within a time. One that does not answer is not waited for. */
export async function isHealthy(session: ProviderSession, policy: Policy, timeMs: number): Promise<boolean> {
  const controller = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    controller.abort();
    resolve(false);
  }, timeMs);
  try {
    const limits = { ...defaultLimits, ...policy.limits, timeMs };
    return await Promise.race([
      late,
      completes(session, { signal: controller.signal, limits, callTool: refuse }),
    ]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function completes(session: ProviderSession, context: ExecutionContext): Promise<boolean> {
  for await (const event of session.execute({ code: "" }, context)) {
    if (event.type === "end") return event.reason === "completed";
  }
  return false;
}

const refuse: ExecutionContext["callTool"] = async () => ({
  ok: false,
  error: { kind: "denied", message: "No run is going on." },
});
