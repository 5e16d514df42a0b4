// Runs a query: selects and sorts rows, and writes them with what $expand adds.

import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { collectionNamed, columnOfProperty, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { isReference, rowId } from "../store/row.ts";
import type { Row } from "../store/row.ts";
import { rowsToTest } from "./candidates.ts";
import { createDescriber, type MetadataLevel } from "./control-information.ts";
import { compileFilter } from "./evaluate.ts";
import type { Asker } from "./evaluate.ts";
import { membersOf } from "./members.ts";
import { orderOf, sortRows, type Order } from "./ordering.ts";
import type { Expand, QueryOptions } from "./query.ts";
import { createRowRenderer, selectedColumns } from "./render.ts";

/** What the caller may read, and which annotations and metadata the answer has. */
export interface View extends Asker {
  readonly annotations: string | undefined;
  readonly level: MetadataLevel;
  readonly serviceRoot: string;
  /** @throws DataverseError if the caller may not read the table */
  readonly requireRead: (table: Table) => void;
  /** A test of which rows the caller may read; undefined if all of them. */
  readonly readFilter: (table: Table) => ((row: Row) => boolean) | undefined;
}

/** The largest page of rows that the service answers. */
export const maxPageSize = 5000;
const maxExpands = 15;

/**
 * The rows that match and that the caller may read, in order, of `members` if given, else of the table. The
 * caller of this function cuts them into pages.
 * @throws DataverseError if the query names something that the table does not have
 */
export function selectRows(
  view: View,
  table: Table,
  options: QueryOptions,
  members?: readonly Row[],
): { rows: readonly Row[]; order: Order } {
  const order = orderOf(view, table, options.orderBy);
  const matches = options.filter && compileFilter(view, table, options.filter);
  const mayRead = view.readFilter(table);
  let rows = members ? byId(table, members) : rowsToTest(view, table, options.filter);
  if (matches) rows = rows.filter(matches);
  if (mayRead) rows = rows.filter(mayRead);
  return { rows: sortRows(rows, order), order };
}

function byId(table: Table, rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => (rowId(table, a) < rowId(table, b) ? -1 : 1));
}

/**
 * Checks $select and $expand, and makes a function that writes rows with their expanded rows.
 * @throws DataverseError if they name something that the table does not have, or a table that the caller
 * may not read
 */
export function createRenderer(
  view: View,
  table: Table,
  options: QueryOptions,
): (row: Row) => Record<string, unknown> {
  if (countExpands(options) > maxExpands)
    throw badQuery(`The query contains more than the maximum of ${maxExpands} $expand options.`);
  const render = createRowRenderer(view, table, selectedColumns(table, options.select), view.annotations);
  const expansions = options.expand.map((expand) => createExpansion(view, table, expand));
  const describe = view.level === "full" && createDescriber(view.serviceRoot, table, options);
  return (row) => {
    const rendered = render(row);
    for (const expansion of expansions) expansion(row, rendered);
    return describe ? describe(row, rendered) : rendered;
  };
}

function countExpands(options: QueryOptions): number {
  return options.expand.reduce((sum, one) => sum + 1 + countExpands(one.options), 0);
}

type Expansion = (row: Row, rendered: Record<string, unknown>) => void;

function createExpansion(view: View, table: Table, expand: Expand): Expansion {
  return collectionNamed(table, expand.name)
    ? createCollectionExpansion(view, table, expand)
    : createLookupExpansion(view, table, expand);
}

function createCollectionExpansion(view: View, table: Table, expand: Expand): Expansion {
  const collection = collectionNamed(table, expand.name);
  if (!collection) throw unknownProperty(table, expand.name);
  const { options, name } = expand;
  if (options.expand.length > 0 && (options.top !== undefined || options.orderBy.length > 0)) {
    throw badQuery("The query options $top and $orderby are not supported with a nested $expand.");
  }
  const target = tableNamed(view.model, collection.table);
  view.requireRead(target);
  const render = expand.isReference ? addressIn(view, target) : createRenderer(view, target, options);
  return (row, rendered) => {
    const { rows } = selectRows(view, target, options, membersOf(view.store, table, row, collection));
    rendered[name] = rows.slice(0, options.top ?? maxPageSize).map(render);
    // The service links to the collection even if the answer has all of it.
    if (options.top === undefined && !expand.isReference) {
      const select = options.select ? `?$select=${options.select.map(encodeURIComponent).join(",")}` : "";
      rendered[`${name}@odata.nextLink`] =
        `${view.serviceRoot}${table.entitySet}(${rowId(table, row)})/${name}${select}`;
    }
  };
}

function createLookupExpansion(view: View, table: Table, expand: Expand): Expansion {
  const navigation = navigationNamed(table, expand.name);
  if (!navigation) throw unknownProperty(table, expand.name);
  const renderers = new Map(
    navigation.targets.map((name) => {
      const target = tableNamed(view.model, name);
      view.requireRead(target);
      const render = expand.isReference
        ? addressIn(view, target)
        : createRenderer(view, target, optionsFor(target, navigation.targets, expand.options));
      return [name, { render, mayRead: view.readFilter(target) }];
    }),
  );
  return (row, rendered) => {
    const reference = row[navigation.column.name];
    const target = isReference(reference) ? view.store.get(reference.table, reference.id) : undefined;
    const renderer = isReference(reference) ? renderers.get(reference.table) : undefined;
    const isHidden = target && renderer?.mayRead && !renderer.mayRead(target);
    rendered[expand.name] = (target && !isHidden && renderer?.render(target)) ?? null;
  };
}

function addressIn(view: View, table: Table): (row: Row) => Record<string, unknown> {
  return (row) => ({ "@odata.id": `${view.serviceRoot}${table.entitySet}(${rowId(table, row)})` });
}

/**
 * The options for one target of a lookup to several tables, where a selected column need only exist on the
 * table that the row is of.
 */
function optionsFor(target: Table, targets: readonly string[], options: QueryOptions): QueryOptions {
  if (targets.length < 2 || !options.select) return options;
  return {
    ...options,
    select: [target.primaryId, ...options.select.filter((name) => columnOfProperty(target, name))],
  };
}
