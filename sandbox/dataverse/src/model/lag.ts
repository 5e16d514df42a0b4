// Imitates that servers of Dataverse learn of new columns late: the sandbox can be told to hide them from
// rows for a time.

import type { Table } from "./metadata.ts";
import type { Model } from "./model.ts";

/**
 * The model without the columns whose `visibleFrom` is later than `now`; the model itself if there are none.
 */
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
    // Columns become visible without a change of the model, so what is derived is kept for this request only.
    derived<T>(name: string, make: () => T): T {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as T;
    },
    tables: () => model.tables().map(known),
    named: (name) => knownOrNone(model.named(name)),
    ofSet: (entitySet) => knownOrNone(model.ofSet(entitySet)),
  };
}
