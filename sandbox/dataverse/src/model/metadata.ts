// The types of the model, and look-ups in it. Rows, validation, queries, privileges, $metadata and the
// metadata API all read this data: a new table is new data in tables/, and tables that callers create at run
// time are the same kind of data.

/** Texts by language code (LCID), such as 1033 for English. */
export type Labels = Readonly<Record<number, string>>;

/**
 * Properties of a definition that a caller set and that mean nothing to the sandbox; they are answered as
 * they were given.
 */
export type Details = Readonly<Record<string, unknown>>;

/**
 * What the metadata API says of every part of the model; what is absent has the default value of the service.
 */
export interface Described {
  /** The name as it was spelt at creation; the logical name is the same in lower case. */
  readonly schemaName?: string;
  readonly metadataId?: string;
  readonly labels?: Labels;
  readonly description?: Labels;
  readonly isCustom?: boolean;
  readonly createdOn?: string;
  readonly details?: Details;
}

/** One option of a choice: its value and its label. */
export interface Option {
  readonly value: number;
  readonly label: string;
  readonly labels?: Labels;
  readonly description?: Labels;
  readonly color?: string;
}

/** One option of a statecode column, with the status reasons that belong to it. */
export interface State extends Option {
  /** Status reasons of this state; the first is the default. */
  readonly reasons: readonly Option[];
  /** Rows in a read-only state refuse updates that do not change the state. */
  readonly isReadOnly?: boolean;
}

/** The way from a lookup column to one of its target tables: a single-valued navigation property. */
export interface Navigation {
  /** The first name is the one the service itself answers with; the others are accepted too. */
  readonly names: readonly string[];
  readonly target: string;
  /** The schema name of the relationship, which is also the name of the collection on the other side. */
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
      /** The name of the global choice that the options are taken from. */
      readonly globalChoice?: string;
    }
  | { readonly type: "file" | "image"; readonly maxSizeInKb: number }
  | {
      readonly type: "lookup";
      readonly navigations: readonly Navigation[];
      readonly whenTargetIsDeleted: "clear" | "cascade" | "refuse";
      /**
       * Whether the column is read and written as a plain GUID under its own name, as those of intersect
       * tables are.
       */
      readonly isBare?: boolean;
    };

/**
 * The required level, which the metadata API answers; it tells forms what to ask for, and no row is refused
 * here for it.
 */
export type RequiredLevel = "None" | "SystemRequired" | "ApplicationRequired" | "Recommended";

/** A column of a table, with the limits of its type. */
export type Column = ColumnShape &
  Described & {
    readonly name: string;
    /** When a caller can set the column; in other payloads it is ignored, as the service does. */
    readonly writable: "always" | "on create" | "on update" | "never";
    readonly required?: RequiredLevel;
    readonly initial?: string | number | boolean;
    /** Whether the values are logical names of tables, whose formatted value is the table's display name. */
    readonly namesTable?: true;
    /** Rows do not know a new column before this moment (milliseconds since 1970); see lag.ts. */
    readonly visibleFrom?: number;
  };

/** A column that refers to a row of another table, or of one of several. */
export type LookupColumn = Extract<Column, { type: "lookup" }>;

/**
 * A collection-valued navigation property of a table: the other side of a lookup, or one side of a
 * many-to-many relationship.
 */
export interface Collection {
  readonly name: string;
  readonly table: string;
  /** The lookup column of the other table that points back here; empty where rows are many to many. */
  readonly column: string;
  /** Rows of an owned collection are written through their parent and replaced as a whole. */
  readonly isOwned?: boolean;
  /** Many to many: the intersect table, and its columns for this side and the other. */
  readonly through?: { readonly table: string; readonly here: string; readonly there: string };
  /**
   * Whether relationships.ts made the collection from a lookup or an intersect table, rather than tables/
   * declaring it.
   */
  readonly isDerived?: boolean;
}

/** An alternate key: columns whose values together find one row. */
export interface AlternateKey extends Described {
  readonly name: string;
  readonly columns: readonly string[];
  /** The state of the key's index; a key without this is active. */
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

/** A table with everything that is declared of it. */
export interface Table extends Described {
  readonly logicalName: string;
  readonly entitySet: string;
  readonly displayName: string;
  readonly collectionLabels?: Labels;
  readonly typeCode: number;
  readonly primaryId: string;
  readonly primaryName: string;
  /** The last part of the names of the table's privileges; all activities share "Activity". */
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
  /** The columns that the display name of a row is put together from, where it is no column of its own. */
  readonly nameParts?: readonly string[];
}

/** A choice that columns of several tables share. */
export interface GlobalChoice extends Described {
  readonly name: string;
  readonly options: readonly Option[];
}

/** The table with this logical name. Throws an Error if there is none: callers know that it exists. */
export function tableNamed(
  model: { readonly named: (logicalName: string) => Table | undefined },
  logicalName: string,
): Table {
  const table = model.named(logicalName);
  if (!table) throw new Error(`The model has no table ${logicalName}`);
  return table;
}

/**
 * Whether the table is systemuser or team: their rows can own others and hold roles, and share one kind of
 * key.
 */
export function isPrincipal({ logicalName }: Table): boolean {
  return logicalName === "systemuser" || logicalName === "team";
}

/** The column with this logical name; undefined if there is none. */
export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The name of the property that a column has in JSON: lookups are read as _name_value. */
export function propertyName(column: Column): string {
  return column.type === "lookup" && !column.isBare ? `_${column.name}_value` : column.name;
}

/** The column behind a property of JSON; the opposite of `propertyName`. Undefined if there is none. */
export function columnOfProperty(table: Table, property: string): Column | undefined {
  return table.columns.find((column) => propertyName(column) === property);
}

/**
 * The lookup column behind a single-valued navigation property, and the tables it can lead to; undefined if
 * the table has no such property.
 */
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

/** The collection-valued navigation property with this name; undefined if there is none. */
export function collectionNamed(table: Table, name: string): Collection | undefined {
  return table.collections.find((collection) => collection.name === name);
}

/** The alternate keys whose index is built: rows can be found by them, and duplicates are refused. */
export function usableKeys(table: Table): AlternateKey[] {
  return table.alternateKeys.filter(({ index }) => (index?.status ?? "Active") === "Active");
}

/** The state with this statecode; undefined if the table has no such state. */
export function stateOf(table: Table, value: unknown): State | undefined {
  return table.states.find((state) => state.value === value);
}

/** The options of a choice, state or status column; empty for every other column. */
export function optionsOf(table: Table, column: Column): readonly Option[] {
  if (column.type === "choice" || column.type === "choices") return column.options;
  if (column.type === "state") return table.states;
  if (column.type === "status") return table.states.flatMap((state) => state.reasons);
  return [];
}

/**
 * The label of a value of a choice, state or status column, which is its formatted value; undefined if there
 * is none.
 */
export function optionLabel(table: Table, column: Column, value: unknown): string | undefined {
  return optionsOf(table, column).find((option) => option.value === value)?.label;
}
