/** The name that somebody may have meant. Pure. */

/** The known name with the fewest letters to change; undefined where more than a third of the letters would have to. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((other) => ({ other, distance: distanceOf(name, other) }));
  const [best] = ranked.toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, name.length / 3) ? best.other : undefined;
}

/** How many letters have to be put in, taken out or replaced to make one name of the other (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
