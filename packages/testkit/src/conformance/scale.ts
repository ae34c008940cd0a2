/** The scale that the environment asks for with `TINYCODEAGENT_SCALE`; 1 where it does not. */
export function scaleFromEnvironment(): number {
  const asked = Number(process.env.TINYCODEAGENT_SCALE ?? 1);
  if (Number.isFinite(asked) && asked > 0) return asked;
  throw new Error(
    `Expected TINYCODEAGENT_SCALE to be a number above 0, got "${process.env.TINYCODEAGENT_SCALE}". Unset it, or set it to 1.`,
  );
}
