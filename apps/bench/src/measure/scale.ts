const asked = process.env.TINYCODEAGENT_SCALE ?? "1";

/** A number of rounds or a size, times `TINYCODEAGENT_SCALE`; at least 1. @throws when that is no number above 0 */
export function scaled(size: number): number {
  const scale = Number(asked);
  if (Number.isFinite(scale) && scale > 0) return Math.max(Math.round(size * scale), 1);
  throw new Error(
    `Expected TINYCODEAGENT_SCALE to be a number above 0, got "${asked}". Unset it, or set it to 1.`,
  );
}
