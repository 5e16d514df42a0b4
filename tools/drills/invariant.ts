/** What must hold at the end of a drill, and what was found. */

/** One rule, on how many things it was checked, and what broke it, in words. */
export interface Invariant {
  readonly name: string;
  readonly checked: number;
  readonly wrong: readonly string[];
  /** Why it could be neither confirmed nor denied. */
  readonly notJudged?: string;
}

/** An invariant that was checked on every one of `items`. `judge` answers what is wrong with one, if anything is. */
export function checkEach<T>(
  name: string,
  items: readonly T[],
  judge: (item: T) => string | readonly string[] | undefined,
): Invariant {
  return { name, checked: items.length, wrong: items.flatMap((item) => judge(item) ?? []) };
}

/** Whether it holds; one that could not be judged is not taken for broken. */
export function holds({ wrong }: Invariant): boolean {
  return wrong.length === 0;
}
