/** How much it is, and what is the most of it. */
export function sizeProblem(total: number, sizes: readonly (readonly [string, number])[]): string {
  const largest = [...sizes].sort(([, left], [, right]) => right - left).slice(0, 3);
  return `${total}; the largest: ${largest.map(([name, size]) => `${name} (${size})`).join(", ")}`;
}
