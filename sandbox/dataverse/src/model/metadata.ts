// The declared model: rows, validation, queries, privileges, $metadata and the metadata API all read it. Adding a
// table is adding data in tables/; what callers make at run time is the same kind of data.

/** Texts by language code, such as 1033. */
export type Labels = Readonly<Record<number, string>>;

/** What a caller declared that has no meaning here, and is answered as it was given. */
export type Details = Readonly<Record<string, unknown>>;

/** What the metadata API says of every part of the model; what is absent has an obvious default. */
export interface Described {
  /** As it was spelt; the logical name is the same in lower case. */
  readonly schemaName?: string;
  readonly metadataId?: string;
  readonly labels?: Labels;
  readonly description?: Labels;
  readonly isCustom?: boolean;
  readonly createdOn?: string;
  readonly details?: Details;
}

export interface Option {
  readonly value: number;
  readonly label: string;
  readonly labels?: Labels;
  readonly description?: Labels;
  readonly color?: string;
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
  /** The schema name of the relationship, and the name of the collection on the other side. */
  readonly relationship?: string;
  readonly described?: Described;
}

type ColumnShape =
  | { readonly type: "guid" | "datetime" | "date" | "bigint" | "state" | "status" }
  | { readonly type: "boolean"; readonly trueLabel?: Option; readonly falseLabel?: Option }
  | { readonly type: "text" | "memo"; readonly maxLength: number }
  | { readonly type: "integer"; readonly min: number; readonly max: number }
  | {
      readonly type: "decimal" | "double" | "money";
      readonly min: number;
      readonly max: number;
      readonly precision: number;
    }
  | {
      /** choices: several at once, "1,2" on the wire. */
      readonly type: "choice" | "choices";
      readonly options: readonly Option[];
      /** The global choice the options are from. */
      readonly globalChoice?: string;
    }
  | { readonly type: "file" | "image"; readonly maxSizeInKb: number }
  | {
      readonly type: "lookup";
      readonly navigations: readonly Navigation[];
      readonly whenTargetIsDeleted: "clear" | "cascade" | "refuse";
      /** Read and written as a plain GUID under its own name: the columns of an intersect table. */
      readonly isBare?: boolean;
    };

export type RequiredLevel = "None" | "SystemRequired" | "ApplicationRequired" | "Recommended";

export type Column = ColumnShape &
  Described & {
    readonly name: string;
    /** What the API lets a caller set; a column that may not be set is ignored in a payload, as the service does. */
    readonly writable: "always" | "on create" | "on update" | "never";
    readonly required?: RequiredLevel;
    readonly initial?: string | number | boolean;
    /** The logical name of a table, which people read as its display name. */
    readonly namesTable?: true;
    /** Rows do not know a new column before this moment, where the model is told to lag. */
    readonly visibleFrom?: number;
  };

export type LookupColumn = Extract<Column, { type: "lookup" }>;

export interface Collection {
  readonly name: string;
  readonly table: string;
  /** The lookup column of the other table that points back here; empty where rows are many to many. */
  readonly column: string;
  /** Rows of an owned collection are written through their parent and replaced as a whole. */
  readonly isOwned?: boolean;
  /** Many to many: the intersect table, and its columns for this side and the other. */
  readonly through?: { readonly table: string; readonly here: string; readonly there: string };
  /** The model made it from a lookup or an intersect table. */
  readonly isDerived?: boolean;
}

export interface AlternateKey extends Described {
  readonly name: string;
  readonly columns: readonly string[];
  /** How far its index is; a key without one is ready. */
  readonly index?: {
    readonly status: "Pending" | "InProgress" | "Active" | "Failed";
    readonly queuedAt: string;
    readonly job: string;
  };
}

/** One side of a many-to-many relationship. */
export interface Side {
  readonly table: string;
  /** The collection of this side's rows, which leads to the other side. */
  readonly navigation: string;
  readonly column: string;
}

export interface Table extends Described {
  readonly logicalName: string;
  readonly entitySet: string;
  readonly displayName: string;
  readonly collectionLabels?: Labels;
  readonly typeCode: number;
  readonly primaryId: string;
  readonly primaryName: string;
  /** The last part of its privilege names: every activity shares "Activity". */
  readonly privilege: string;
  readonly columns: readonly Column[];
  readonly states: readonly State[];
  /** The type name the state machine's messages use, such as AppointmentState. */
  readonly stateTypeName: string;
  readonly ownership?: "UserOwned" | "OrganizationOwned" | "BusinessOwned" | "None";
  readonly isActivity?: boolean;
  /** Rows of this table are written by the service only. */
  readonly isReadOnly?: boolean;
  /** An intersect table, whose rows are the links of a many-to-many relationship. */
  readonly manyToMany?: Described & { readonly one: Side; readonly two: Side };
  readonly collections: readonly Collection[];
  readonly alternateKeys: readonly AlternateKey[];
  /** The display name of a row, where it is put together from other columns. */
  readonly nameParts?: readonly string[];
}

/** A choice that columns of several tables share. */
export interface GlobalChoice extends Described {
  readonly name: string;
  readonly options: readonly Option[];
}

export function tableNamed(
  model: { readonly named: (logicalName: string) => Table | undefined },
  logicalName: string,
): Table {
  const table = model.named(logicalName);
  if (!table) throw new Error(`The model has no table ${logicalName}`);
  return table;
}

/** Rows of it own others, have roles, and share one kind of key. */
export function isPrincipal({ logicalName }: Table): boolean {
  return logicalName === "systemuser" || logicalName === "team";
}

export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The property a column has on the wire: lookups are read as _name_value. */
export function propertyName(column: Column): string {
  return column.type === "lookup" && !column.isBare ? `_${column.name}_value` : column.name;
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
    if (column.type !== "lookup" || column.isBare) continue;
    const targets = column.navigations.filter((navigation) => navigation.names.includes(name));
    if (targets.length > 0) return { column, targets: targets.map((navigation) => navigation.target) };
  }
  return undefined;
}

export function collectionNamed(table: Table, name: string): Collection | undefined {
  return table.collections.find((collection) => collection.name === name);
}

/** The keys rows can be found by, and that keep rows apart: those whose index is built. */
export function usableKeys(table: Table): AlternateKey[] {
  return table.alternateKeys.filter(({ index }) => (index?.status ?? "Active") === "Active");
}

export function stateOf(table: Table, value: unknown): State | undefined {
  return table.states.find((state) => state.value === value);
}

export function optionsOf(table: Table, column: Column): readonly Option[] {
  if (column.type === "choice" || column.type === "choices") return column.options;
  if (column.type === "state") return table.states;
  if (column.type === "status") return table.states.flatMap((state) => state.reasons);
  return [];
}

/** What people call a value of a choice, a state or a status reason. */
export function optionLabel(table: Table, column: Column, value: unknown): string | undefined {
  return optionsOf(table, column).find((option) => option.value === value)?.label;
}
