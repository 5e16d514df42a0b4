/** Which options a list shows, and under which headings. */

export interface FilterTexts {
  /** Name of the box, also shown in it while it is empty: "Find a service". */
  readonly label: string;
  /** Shown when nothing matches. */
  readonly empty: string;
  /** Said to a screen reader: "3 services". */
  readonly count: (shown: number) => string;
}

interface Findable {
  readonly label: string;
  readonly description?: string | null | undefined;
  readonly group?: string | null | undefined;
}

/** Every word must occur somewhere; "pret" finds "Prêt hypothécaire". */
export function matches({ label, description, group }: Findable, wanted: string): boolean {
  const text = fold(`${label} ${description ?? ""} ${group ?? ""}`);
  return fold(wanted)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** Groups in the order of their first member; what has no group comes as `null`. */
export function groupInOrder<T extends Findable>(options: readonly T[]): [string | null, T[]][] {
  const groups = new Map<string | null, T[]>();
  for (const option of options) {
    const group = option.group ?? null;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [option]);
    else members.push(option);
  }
  return [...groups];
}
