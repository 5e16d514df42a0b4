/** Decides which lists get a filter box. */

/** A list of up to this many options needs no filter. */
const maxUnfiltered = 6;

interface FilterWords {
  readonly find: string;
  readonly noMatch: string;
  readonly count: (found: number) => string;
}

/** The texts of the list's filter box, or undefined where the list is short. */
export function filterFor(list: readonly unknown[], { find, noMatch, count }: FilterWords) {
  return list.length > maxUnfiltered ? { label: find, empty: noMatch, count } : undefined;
}
