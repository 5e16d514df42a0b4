import type { Table } from "./metadata.ts";
import type { Model } from "./model.ts";

/** The model as a server knows it that has not heard of the newest columns yet. */
export function laggingModel(model: Model, now: Date): Model {
  const time = now.getTime();
  const latest = model.derived("latest column", () =>
    Math.max(0, ...model.tables().flatMap((table) => table.columns.map((one) => one.visibleFrom ?? 0))),
  );
  if (latest <= time) return model;
  const known = (table: Table): Table => ({
    ...table,
    columns: table.columns.filter((column) => (column.visibleFrom ?? 0) <= time),
  });
  const made = new Map<string, unknown>();
  const knownOrNone = (table: Table | undefined): Table | undefined => table && known(table);
  return {
    ...model,
    // What is made of it is out of date soon, so it goes with the request.
    derived<T>(name: string, make: () => T): T {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as T;
    },
    tables: () => model.tables().map(known),
    named: (name) => knownOrNone(model.named(name)),
    ofSet: (entitySet) => knownOrNone(model.ofSet(entitySet)),
  };
}
