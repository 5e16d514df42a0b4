/** A good package, to be broken in one place. */
import { type Entries, packEntries, unpackEntries } from "../package/archive.ts";
import { buildSolution } from "../build.ts";
import { problemsOf } from "../lint.ts";

export const solution = "solution.xml";
export const customizations = "customizations.xml";

export interface GoodPackage {
  readonly entries: Entries;
  /** The package with one place of one file changed. */
  readonly edited: (file: string, from: string | RegExp, to: string) => Entries;
  readonly without: (file: string) => Entries;
}

/** Breaks the package; a part of the one problem that has to be found. */
export type Mistake = readonly [title: string, breakIt: (good: GoodPackage) => Entries, problem: string];

export async function buildGoodPackage(): Promise<GoodPackage> {
  const serviceUrl = "https://appointments.bank.example";
  const entries = unpackEntries(await buildSolution({ serviceUrl, withColumns: true }));
  return {
    entries,
    edited(file, from, to) {
      const text = new TextDecoder().decode(entries[file]);
      const changed = text.replace(from, () => to);
      if (changed === text) throw new Error(`${file} does not hold ${String(from)}`);
      return { ...entries, [file]: new TextEncoder().encode(changed) };
    },
    without: (file) => Object.fromEntries(Object.entries(entries).filter(([name]) => name !== file)),
  };
}

export function problemsIn(entries: Entries): readonly string[] {
  return problemsOf(packEntries(entries));
}
