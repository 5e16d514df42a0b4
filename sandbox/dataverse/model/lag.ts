import type { Model, Table } from "./metadata.ts";

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
  const knownOrNone = (table: Table | undefined): Table | undefined => table && known(table);
  return {
    ...model,
    tables: () => model.tables().map(known),
    named: (name) => knownOrNone(model.named(name)),
    ofSet: (entitySet) => knownOrNone(model.ofSet(entitySet)),
  };
}
