/** ` Did you mean "x"?` for the known name that a word was probably meant to be, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const limit = Math.min(word.length - 1, Math.max(2, Math.floor(word.length / 2)));
  const [best] = known
    .map(name => ({ name, distance: distanceOf(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance);
  return best ? ` Did you mean "${best.name}"?` : "";
}

// Whoever left off the end of a long name meant that name.
function distanceOf(word: string, name: string): number {
  return word.length > 3 && name.startsWith(word) ? 1 : distanceBetween(word, name);
}

// Insertions, removals and replacements between two words.
function distanceBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === right[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
