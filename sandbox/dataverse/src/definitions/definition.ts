import { isJsonObject } from "../transport/json-text.ts";

/** One thing the metadata API knows: a table, a column, a key, a relationship or a choice. */
export interface Definition {
  /** Its own type, such as StringAttributeMetadata. */
  readonly type: string;
  /** What it answers to in a key: MetadataId and names. */
  readonly keys: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What it leads to; read on request. */
  readonly parts: Readonly<Record<string, () => Part>>;
}

/** A collection is answered with its declared type, and its members with their own where that says more. */
export interface DefinitionList {
  readonly type: string;
  readonly members: readonly Definition[];
}

export type Part = DefinitionList | Definition | null;

export function isList(part: Part): part is DefinitionList {
  return part !== null && "members" in part;
}

/** What each type is a kind of, and so where a cast may lead. */
export const baseTypes: Readonly<Record<string, string>> = {
  StringAttributeMetadata: "AttributeMetadata",
  MemoAttributeMetadata: "AttributeMetadata",
  IntegerAttributeMetadata: "AttributeMetadata",
  BigIntAttributeMetadata: "AttributeMetadata",
  DecimalAttributeMetadata: "AttributeMetadata",
  DoubleAttributeMetadata: "AttributeMetadata",
  MoneyAttributeMetadata: "AttributeMetadata",
  BooleanAttributeMetadata: "AttributeMetadata",
  DateTimeAttributeMetadata: "AttributeMetadata",
  LookupAttributeMetadata: "AttributeMetadata",
  UniqueIdentifierAttributeMetadata: "AttributeMetadata",
  FileAttributeMetadata: "AttributeMetadata",
  ImageAttributeMetadata: "AttributeMetadata",
  ManagedPropertyAttributeMetadata: "AttributeMetadata",
  EnumAttributeMetadata: "AttributeMetadata",
  PicklistAttributeMetadata: "EnumAttributeMetadata",
  MultiSelectPicklistAttributeMetadata: "EnumAttributeMetadata",
  StateAttributeMetadata: "EnumAttributeMetadata",
  StatusAttributeMetadata: "EnumAttributeMetadata",
  EntityNameAttributeMetadata: "EnumAttributeMetadata",
  OptionSetMetadata: "OptionSetMetadataBase",
  BooleanOptionSetMetadata: "OptionSetMetadataBase",
  OneToManyRelationshipMetadata: "RelationshipMetadataBase",
  ManyToManyRelationshipMetadata: "RelationshipMetadataBase",
};

export function isKindOf(type: string, wanted: string): boolean {
  for (let one: string | undefined = type; one !== undefined; one = baseTypes[one]) {
    if (one === wanted) return true;
  }
  return false;
}

/** Defaults with what a caller declared in their place; of an object, only the properties that were given. */
export function withDetails(
  properties: Record<string, unknown>,
  details: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const declared = Object.entries(details ?? {}).filter(([name]) => Object.hasOwn(properties, name));
  const merged = declared.map(([name, value]) => {
    const before = properties[name];
    return [name, isJsonObject(before) && isJsonObject(value) ? { ...before, ...value } : value];
  });
  return { ...properties, ...Object.fromEntries(merged) };
}
