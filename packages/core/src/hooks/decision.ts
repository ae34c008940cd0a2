import type { Json } from "../contract/json.ts";

/**
 * What a decider says. Nothing is "allow". All deciders are asked, and the strongest word holds: deny, ask, replace,
 * modify, allow.
 */
export type Decision<Input> =
  | undefined
  | { readonly decision: "allow" }
  /** The model is told the reason. */
  | { readonly decision: "deny"; readonly reason: string }
  /** The run waits for an answer. */
  | { readonly decision: "ask"; readonly question: string }
  /** It does not happen; this is taken for its result. */
  | { readonly decision: "replace"; readonly result: Json }
  /** The new input is validated again, and the other deciders see it. */
  | { readonly decision: "modify"; readonly input: Input };

/** Go on. */
export const allow = (): Decision<never> => ({ decision: "allow" });

/** Do not; the model is told why. */
export const deny = (reason: string): Decision<never> => ({ decision: "deny", reason });

/** Wait for a person or a program to answer. */
export const ask = (question: string): Decision<never> => ({ decision: "ask", question });

/** Do not, and take this for the result. */
export const replace = (result: Json): Decision<never> => ({ decision: "replace", result });

/** Go on with another input. */
export const modify = <Input>(input: Input): Decision<Input> => ({ decision: "modify", input });
