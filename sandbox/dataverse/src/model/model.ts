import type { GlobalChoice, Table } from "./metadata.ts";
import { withDerivedCollections, withoutDerivedCollections } from "./relationships.ts";

/** What callers made, changed or took away: plain data that makes the same model of the standard tables again. */
export interface Differences {
  readonly tables: readonly Table[];
  readonly droppedTables: readonly string[];
  readonly choices: readonly GlobalChoice[];
}

/** How slow the service is with what is made at run time; 0 is at once. */
export interface Pace {
  /** From a new key to its active index: half of it pending, half in progress. */
  readonly keyIndexMs: number;
  /** Until rows know a new column. */
  readonly columnLagMs: number;
}

export type Model = ReturnType<typeof createModel>;

const atOnce: Pace = { keyIndexMs: 0, columnLagMs: 0 };

/** The tables there are: the standard ones, and those that were made or changed at run time. */
export function createModel(standard: readonly Table[]) {
  const declared = new Map<string, Table>();
  const choices = new Map<string, GlobalChoice>();
  const made = new Map<string, unknown>();
  let complete: { byName: Map<string, Table>; bySet: Map<string, Table> } | undefined;
  let version = 0;
  let pace = atOnce;

  function changed(): void {
    version += 1;
    complete = undefined;
    made.clear();
  }

  /** With the collections that lookups and intersect tables of others give a table. */
  function completed(): { byName: Map<string, Table>; bySet: Map<string, Table> } {
    if (complete) return complete;
    const tables = withDerivedCollections([...declared.values()]);
    complete = {
      byName: new Map(tables.map((table) => [table.logicalName, table])),
      bySet: new Map(tables.map((table) => [table.entitySet, table])),
    };
    return complete;
  }

  function change<T>(map: Map<string, T>, name: string, value: T | undefined): () => void {
    const before = map.get(name);
    const write = (one: T | undefined): void => {
      if (one) map.set(name, one);
      else map.delete(name);
      changed();
    };
    write(value);
    return () => write(before);
  }

  function reset(): void {
    declared.clear();
    choices.clear();
    for (const table of standard) declared.set(table.logicalName, table);
    pace = atOnce;
    changed();
  }
  reset();

  return {
    /** Grows with every change, for those who keep something they made from the model. */
    version: (): number => version,
    /** Something made from the model, kept until the model changes. */
    derived<T>(name: string, make: () => T): T {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as T;
    },
    tables: (): Table[] => [...completed().byName.values()],
    named: (logicalName: string): Table | undefined => completed().byName.get(logicalName),
    ofSet: (entitySet: string): Table | undefined => completed().bySet.get(entitySet),
    /** Adds or replaces a table; the answer undoes it. */
    define: (table: Table): (() => void) =>
      change(declared, table.logicalName, withoutDerivedCollections(table)),
    /** Takes a table away; the answer undoes it. */
    drop: (logicalName: string): (() => void) => change(declared, logicalName, undefined),

    choices: (): GlobalChoice[] => [...choices.values()],
    choiceNamed: (name: string): GlobalChoice | undefined => choices.get(name),
    defineChoice: (choice: GlobalChoice): (() => void) => change(choices, choice.name, choice),
    dropChoice: (name: string): (() => void) => change(choices, name, undefined),

    pace: (): Pace => pace,
    setPace: (changes: Partial<Pace>): void => void (pace = { ...pace, ...changes }),

    /** What differs from the standard model. */
    differences: (): Differences => ({
      tables: [...declared.values()].filter((table) => !standard.includes(table)),
      droppedTables: standard.map((one) => one.logicalName).filter((name) => !declared.has(name)),
      choices: [...choices.values()],
    }),
    /** The standard model with these differences. */
    restore(differences: Differences): void {
      reset();
      for (const table of differences.tables) declared.set(table.logicalName, table);
      for (const name of differences.droppedTables) declared.delete(name);
      for (const choice of differences.choices) choices.set(choice.name, choice);
      changed();
    },
    reset,
  };
}
