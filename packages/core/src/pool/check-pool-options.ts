import { callable, positiveInteger, positiveNumber } from "../checks/common-rules.ts";
import { checkOptions, isRecord, type OptionRule, optionInvalid } from "../checks/option-checks.ts";
import { shownUncalled } from "../checks/shown.ts";
import type { PoolOptions, PoolSettings } from "./pool-options.ts";

const rules = {
  size: positiveInteger,
  maxKinds: positiveInteger,
  maxAgeMs: positiveNumber,
  maxIdleMs: positiveNumber,
  checkAfterMs: { expected: "a number from 0", fits: value => typeof value === "number" && value >= 0 },
  checkTimeMs: positiveNumber,
  maxOpenings: positiveInteger,
  onError: callable,
} satisfies Record<keyof PoolOptions, OptionRule>;

const defaults: PoolSettings = {
  size: 2,
  maxKinds: 4,
  maxAgeMs: 15 * 60_000,
  checkAfterMs: 5_000,
  checkTimeMs: 2_000,
  maxOpenings: 2,
  onError: () => {},
};

/**
 * Checks a pool's provider and options, and fills in what is absent.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkPoolOptions(provider: unknown, options: PoolOptions): PoolSettings {
  if (!isRecord(provider) || typeof provider.openSession !== "function") {
    throw optionInvalid("provider", "a provider with an openSession method", shownUncalled(provider));
  }
  checkOptions(options, { rules });
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const settings: PoolSettings = { ...defaults, ...Object.fromEntries(given) };
  return { ...settings, onError: quietly(settings.onError) };
}

// What an observer throws changes nothing.
function quietly(observe: PoolSettings["onError"]): PoolSettings["onError"] {
  return error => {
    try {
      observe(error);
    } catch {}
  };
}
