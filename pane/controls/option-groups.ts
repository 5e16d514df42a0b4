/** Which options a list shows, and in which groups. */

/** The texts of a filter box. */
export interface FilterTexts {
  /** The name of the box, also shown in it while it is empty: "Find a service". */
  readonly label: string;
  /** Shown when nothing matches. */
  readonly empty: string;
  /** Announced to screen readers: "3 services". */
  readonly count: (shown: number) => string;
}

interface FilterableOption {
  readonly label: string;
  readonly description?: string | null | undefined;
  readonly group?: string | null | undefined;
}

/** Does the option have every word of the filter? Accents and case do not count: "pret" finds "Prêt hypothécaire". */
export function matchesFilter({ label, description, group }: FilterableOption, filterText: string): boolean {
  const text = fold(`${label} ${description ?? ""} ${group ?? ""}`);
  return fold(filterText)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Removes accents and upper case. */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** Groups options in the order of each group's first member. Options without a group are in the group `null`. */
export function groupInOrder<T extends FilterableOption>(options: readonly T[]): [string | null, T[]][] {
  const groups = new Map<string | null, T[]>();
  for (const option of options) {
    const group = option.group ?? null;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [option]);
    else members.push(option);
  }
  return [...groups];
}
