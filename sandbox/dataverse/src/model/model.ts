// The tables and global choices of an organisation: the standard ones, and the changes that callers made at
// run time.

import type { GlobalChoice, Table } from "./metadata.ts";
import { withDerivedCollections, withoutDerivedCollections } from "./relationships.ts";

/**
 * What callers created, changed or deleted at run time: plain data from which `restore` makes the same model
 * again.
 */
export interface Differences {
  readonly tables: readonly Table[];
  readonly droppedTables: readonly string[];
  readonly choices: readonly GlobalChoice[];
}

/** How long it takes until definitions made at run time are usable; 0 is at once. */
export interface Pace {
  /** From a new alternate key to its active index: half of the time pending, half in progress. */
  readonly keyIndexMs: number;
  /** From a new column until rows know it. */
  readonly columnLagMs: number;
}

/** The model of one organisation, as `createModel` gives it. */
export type Model = ReturnType<typeof createModel>;

const atOnce: Pace = { keyIndexMs: 0, columnLagMs: 0 };

/** Creates a model that begins with the standard tables. */
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

  /**
   * The tables with the collections that lookups and intersect tables of other tables give them; cached until
   * the next change.
   */
  function completed(): { byName: Map<string, Table>; bySet: Map<string, Table> } {
    if (complete) return complete;
    const tables = withDerivedCollections([...declared.values()]);
    complete = {
      byName: new Map(tables.map((table) => [table.logicalName, table])),
      bySet: new Map(tables.map((table) => [table.entitySet, table])),
    };
    return complete;
  }

  /** Sets or deletes an entry, and gives the function that undoes it. */
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
    /** A number that grows with every change, for callers that cache something made from the model. */
    version: (): number => version,
    /** Gives what `make` made from the model, and keeps it under `name` until the model changes. */
    derived<T>(name: string, make: () => T): T {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as T;
    },
    /** All tables, with their derived collections. */
    tables: (): Table[] => [...completed().byName.values()],
    /** The table with this logical name; undefined if there is none. */
    named: (logicalName: string): Table | undefined => completed().byName.get(logicalName),
    /** The table of this entity set; undefined if there is none. */
    ofSet: (entitySet: string): Table | undefined => completed().bySet.get(entitySet),
    /** Adds or replaces a table, and gives the function that undoes it. */
    define: (table: Table): (() => void) =>
      change(declared, table.logicalName, withoutDerivedCollections(table)),
    /** Removes a table, and gives the function that undoes it. */
    drop: (logicalName: string): (() => void) => change(declared, logicalName, undefined),

    choices: (): GlobalChoice[] => [...choices.values()],
    choiceNamed: (name: string): GlobalChoice | undefined => choices.get(name),
    /** Adds or replaces a global choice, and gives the function that undoes it. */
    defineChoice: (choice: GlobalChoice): (() => void) => change(choices, choice.name, choice),
    /** Removes a global choice, and gives the function that undoes it. */
    dropChoice: (name: string): (() => void) => change(choices, name, undefined),

    pace: (): Pace => pace,
    setPace: (changes: Partial<Pace>): void => void (pace = { ...pace, ...changes }),

    /** What differs from the standard tables, to be stored in a file. */
    differences: (): Differences => ({
      tables: [...declared.values()].filter((table) => !standard.includes(table)),
      droppedTables: standard.map((one) => one.logicalName).filter((name) => !declared.has(name)),
      choices: [...choices.values()],
    }),
    /** Makes the model of the standard tables and these differences. */
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
