const maxDepth = 5;

/** A thrown value and what caused it, outermost first. */
export function causesOf(thrown: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let one = thrown; one !== undefined && one !== null && causes.length < maxDepth; ) {
    causes.push(one);
    one = typeof one === "object" && "cause" in one ? one.cause : undefined;
  }
  return causes;
}
