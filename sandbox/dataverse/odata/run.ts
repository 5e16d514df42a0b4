import { unknownProperty } from "../errors/addresses.ts";
import { collectionNamed, columnOfProperty, navigationNamed, tableNamed } from "../metadata.ts";
import type { Table } from "../metadata.ts";
import { isReference } from "../store.ts";
import type { Cell, Row } from "../store.ts";
import { comparable, compileFilter } from "./evaluate.ts";
import type { Database } from "./evaluate.ts";
import { selectedColumns } from "./query.ts";
import type { Expand, QueryOptions } from "./query.ts";
import { renderRow } from "./render.ts";

/** What a caller may see and wants to see beside the values. */
export interface View extends Database {
  readonly annotations: string | undefined;
  /** Throws if the caller may not read the table. */
  readonly requireRead: (table: Table) => void;
}

export const maxPageSize = 5000;

/** The rows that match, in order; paging is left to the caller. */
export function selectRows(
  database: Database,
  table: Table,
  rows: readonly Row[],
  options: QueryOptions,
): Row[] {
  const ordering = options.orderBy.map(({ property, isDescending }) => {
    const column = columnOfProperty(table, property);
    if (!column) throw unknownProperty(table, property);
    return { name: column.name, sign: isDescending ? -1 : 1 };
  });
  const matches = options.filter ? compileFilter(database, table, options.filter) : () => true;
  const found = rows.filter(matches);
  if (ordering.length === 0) return found;
  return found.toSorted((a, b) => {
    for (const { name, sign } of ordering) {
      const order = compareCells(a[name], b[name]);
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

/** Nulls come first, as in the database underneath. */
function compareCells(left: Cell | undefined, right: Cell | undefined): number {
  const [a, b] = [sortable(left), sortable(right)];
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function sortable(cell: Cell | undefined): string | number | boolean | null {
  return comparable(isReference(cell) ? cell.id : (cell ?? null));
}

/** Checks $select and $expand once, then writes rows with what they lead to. */
export function createRenderer(
  view: View,
  table: Table,
  options: QueryOptions,
): (row: Row) => Record<string, unknown> {
  const selected = selectedColumns(table, options.select);
  const expansions = options.expand.map((expand) => createExpansion(view, table, expand));
  return (row) => {
    const rendered = renderRow(view, table, row, selected, view.annotations);
    for (const expansion of expansions) rendered[expansion.name] = expansion.read(row);
    return rendered;
  };
}

function createExpansion(
  view: View,
  table: Table,
  expand: Expand,
): { name: string; read: (row: Row) => unknown } {
  const collection = collectionNamed(table, expand.name);
  if (collection) {
    const target = tableNamed(view.model, collection.table);
    view.requireRead(target);
    const render = createRenderer(view, target, expand.options);
    return {
      name: expand.name,
      read: (row) => {
        const members = view.store.all(target.logicalName).filter((member) => {
          const parent = member[collection.column];
          return (
            isReference(parent) && parent.table === table.logicalName && parent.id === row[table.primaryId]
          );
        });
        const found = selectRows(view, target, members, expand.options);
        return found.slice(0, expand.options.top ?? maxPageSize).map(render);
      },
    };
  }
  const navigation = navigationNamed(table, expand.name);
  if (!navigation) throw unknownProperty(table, expand.name);
  const renderers = new Map(
    navigation.targets.map((name) => {
      const target = tableNamed(view.model, name);
      view.requireRead(target);
      return [name, createRenderer(view, target, optionsFor(target, navigation.targets, expand.options))];
    }),
  );
  return {
    name: expand.name,
    read: (row) => {
      const reference = row[navigation.column.name];
      if (!isReference(reference)) return null;
      const target = view.store.get(reference.table, reference.id);
      return (target && renderers.get(reference.table)?.(target)) ?? null;
    },
  };
}

/** Behind an owner there may be a user or a team: a selected column need only exist on the one that is there. */
function optionsFor(target: Table, targets: readonly string[], options: QueryOptions): QueryOptions {
  if (targets.length < 2 || !options.select) return options;
  return {
    ...options,
    select: [target.primaryId, ...options.select.filter((name) => columnOfProperty(target, name))],
  };
}
