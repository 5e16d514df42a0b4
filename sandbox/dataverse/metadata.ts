// The declared model: rows, validation, queries and privileges all read it. Adding a table is adding data in tables/.

export interface Option {
  readonly value: number;
  readonly label: string;
}

export interface State extends Option {
  /** Status reasons of this state; the first is the default. */
  readonly reasons: readonly Option[];
  /** Rows in a read-only state refuse updates that do not change the state. */
  readonly isReadOnly?: boolean;
}

export interface Navigation {
  /** The first name is the one the service itself answers with; the others are accepted too. */
  readonly names: readonly string[];
  readonly target: string;
}

type ColumnShape =
  | { readonly type: "guid" | "boolean" | "datetime" | "bigint" | "state" | "status" }
  | { readonly type: "text" | "memo"; readonly maxLength: number }
  | { readonly type: "integer"; readonly min: number; readonly max: number }
  | { readonly type: "choice"; readonly options: readonly Option[] }
  | {
      readonly type: "lookup";
      readonly navigations: readonly Navigation[];
      readonly whenTargetIsDeleted: "clear" | "cascade";
    };

export type Column = ColumnShape & {
  readonly name: string;
  /** What the API lets a caller set; a column that may not be set is ignored in a payload, as the service does. */
  readonly writable: "always" | "on create" | "on update" | "never";
  readonly initial?: string | number | boolean;
};

export type LookupColumn = Extract<Column, { type: "lookup" }>;

export interface Collection {
  readonly name: string;
  readonly table: string;
  /** The lookup column of the other table that points back here. */
  readonly column: string;
  /** Rows of an owned collection are written through their parent and replaced as a whole. */
  readonly isOwned?: boolean;
}

export interface Table {
  readonly logicalName: string;
  readonly entitySet: string;
  readonly displayName: string;
  readonly typeCode: number;
  readonly primaryId: string;
  readonly primaryName: string;
  /** The last part of its privilege names: every activity shares "Activity". */
  readonly privilege: string;
  readonly columns: readonly Column[];
  readonly states: readonly State[];
  /** The type name the state machine's messages use, such as AppointmentState. */
  readonly stateTypeName: string;
  readonly isActivity?: boolean;
  /** Rows of this table are written by the service only. */
  readonly isReadOnly?: boolean;
  readonly collections: readonly Collection[];
  readonly alternateKeys: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** The display name of a row, where it is put together from other columns. */
  readonly nameParts?: readonly string[];
}

export type Model = ReturnType<typeof createModel>;

/** The tables there are: the standard ones, and those that were made or changed at run time. */
export function createModel(standard: readonly Table[]) {
  const byName = new Map<string, Table>();
  const bySet = new Map<string, Table>();
  let version = 0;

  function write(logicalName: string, table: Table | undefined): void {
    version += 1;
    const before = byName.get(logicalName);
    if (before) bySet.delete(before.entitySet);
    if (table) bySet.set(table.entitySet, table);
    if (table) byName.set(logicalName, table);
    else byName.delete(logicalName);
  }

  function change(logicalName: string, table: Table | undefined): () => void {
    const before = byName.get(logicalName);
    write(logicalName, table);
    return () => write(logicalName, before);
  }

  function reset(): void {
    byName.clear();
    bySet.clear();
    for (const table of standard) write(table.logicalName, table);
  }
  reset();

  return {
    /** Grows with every change, for those who keep something they made from the model. */
    version: (): number => version,
    tables: (): Table[] => [...byName.values()],
    named: (logicalName: string): Table | undefined => byName.get(logicalName),
    ofSet: (entitySet: string): Table | undefined => bySet.get(entitySet),
    /** Adds or replaces a table; the answer undoes it. */
    define: (table: Table): (() => void) => change(table.logicalName, table),
    /** Takes a table away; the answer undoes it. */
    drop: (logicalName: string): (() => void) => change(logicalName, undefined),
    reset,
  };
}

export function tablesOf(model: Model): readonly Table[] {
  return model.tables();
}

export function tableNamed(model: Model, logicalName: string): Table {
  const table = model.named(logicalName);
  if (!table) throw new Error(`The model has no table ${logicalName}`);
  return table;
}

export function tableOfSet(model: Model, entitySet: string): Table | undefined {
  return model.ofSet(entitySet);
}

export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The property a column has on the wire: lookups are read as _name_value. */
export function propertyName(column: Column): string {
  return column.type === "lookup" ? `_${column.name}_value` : column.name;
}

export function columnOfProperty(table: Table, property: string): Column | undefined {
  return table.columns.find((column) => propertyName(column) === property);
}

/** The lookup behind a single-valued navigation property, and the tables it can lead to. */
export function navigationNamed(
  table: Table,
  name: string,
): { column: LookupColumn; targets: readonly string[] } | undefined {
  for (const column of table.columns) {
    if (column.type !== "lookup") continue;
    const targets = column.navigations.filter((navigation) => navigation.names.includes(name));
    if (targets.length > 0) return { column, targets: targets.map((navigation) => navigation.target) };
  }
  return undefined;
}

export function collectionNamed(table: Table, name: string): Collection | undefined {
  return table.collections.find((collection) => collection.name === name);
}

export function stateOf(table: Table, value: unknown): State | undefined {
  return table.states.find((state) => state.value === value);
}

export function optionsOf(table: Table, column: Column): readonly Option[] {
  if (column.type === "choice") return column.options;
  if (column.type === "state") return table.states;
  if (column.type === "status") return table.states.flatMap((state) => state.reasons);
  return [];
}
