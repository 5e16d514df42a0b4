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

export type Model = readonly Table[];

export function tableNamed(model: Model, logicalName: string): Table {
  const table = model.find((candidate) => candidate.logicalName === logicalName);
  if (!table) throw new Error(`The model has no table ${logicalName}`);
  return table;
}

export function tableOfSet(model: Model, entitySet: string): Table | undefined {
  return model.find((candidate) => candidate.entitySet === entitySet);
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
