import type { Broker, BrokerCall, BrokerOptions } from "../broker/broker.ts";
import { createBroker } from "../broker/create-broker.ts";
import type { Run } from "../run/run.ts";
import type { Tool } from "../tools/tool.ts";
import { decideInRun } from "./decide-in-run.ts";

/** The broker of a session, tied to whichever run is going on. */
export function createAgentBroker(tools: readonly Tool[], current: () => Run | undefined): Broker {
  return createBroker({
    tools,
    async decide(call, validate) {
      const run = current();
      if (!run) return { kind: "deny", reason: "No run is going on." };
      const resolution = await decideToolCall(run, call, validate);
      if (resolution.kind === "replace") run.replacedCalls.add(call.id);
      return resolution;
    },
    async onStart(call) {
      const run = current();
      await run?.emit({ type: "tool_start", step: run.step, ...nameOf(run, call), input: call.input });
    },
    async onEnd(call, reply) {
      const run = current();
      await run?.emit({ type: "tool_end", step: run.step, ...nameOf(run, call), reply });
    },
  });
}

type Decide = NonNullable<BrokerOptions["decide"]>;

function decideToolCall(run: Run, call: BrokerCall, validate: Parameters<Decide>[1]): ReturnType<Decide> {
  const { name, source } = call;
  const { callId } = nameOf(run, call);
  return decideInRun(run, {
    deciders: run.hooks.deciders("beforeToolCall").map(hook => ({
      hook: hook.name,
      timeoutMs: hook.timeoutMs,
      decide: (input, context) => hook.beforeToolCall({ callId, name, input, source }, context),
    })),
    input: call.input,
    signal: call.signal,
    validate,
    subject: input => ({ kind: "tool", name, input, source }),
  });
}

function nameOf(
  run: Run,
  { id, name, source }: BrokerCall,
): Pick<BrokerCall, "name" | "source"> & { callId: string } {
  return { callId: source === "model" ? historyId(run, id) : id, name, source };
}

/** The id of a model's call at the broker: sessions outlive runs, so the run is part of it. */
export function brokerId(run: Run, callId: string): string {
  return `${run.id}/${callId}`;
}

function historyId(run: Run, id: string): string {
  const prefix = brokerId(run, "");
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}
