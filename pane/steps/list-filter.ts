/** From here on a list is long enough to want a box that narrows it. */
const maxWithoutFilter = 6;

interface FilterWords {
  readonly find: string;
  readonly noMatch: string;
  readonly count: (found: number) => string;
}

/** The words of that box, or none. */
export function filterFor(list: readonly unknown[], { find, noMatch, count }: FilterWords) {
  return list.length > maxWithoutFilter ? { label: find, empty: noMatch, count } : undefined;
}
