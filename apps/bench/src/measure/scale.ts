const scale = Number(process.env.TINYCODEAGENT_SCALE ?? 1);

/** A number of rounds or a size, times `TINYCODEAGENT_SCALE`; at least 1. */
export function scaled(size: number): number {
  return Math.max(Math.round(size * scale), 1);
}
