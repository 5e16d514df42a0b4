// The form of the metadata API's definitions, and the hierarchy of their types.

import { isJsonObject } from "../transport/json-text.ts";

/** One definition of the metadata API: of a table, column, alternate key, relationship or choice. */
export interface Definition {
  /** Its own type, such as StringAttributeMetadata. */
  readonly type: string;
  /**
   * The properties that a key in an address can use, such as MetadataId and LogicalName, with their values.
   */
  readonly keys: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The navigation properties; each is read only on request. */
  readonly parts: Readonly<Record<string, () => Part>>;
}

/** A list of definitions. `type` is the declared type of the members, whose own types can be derived ones. */
export interface DefinitionList {
  readonly type: string;
  readonly members: readonly Definition[];
}

/** What a navigation property of a definition leads to. */
export type Part = DefinitionList | Definition | null;

/** Whether a part is a list. */
export function isList(part: Part): part is DefinitionList {
  return part !== null && "members" in part;
}

/** The base type of each derived type of the metadata API, for casts and $metadata. */
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

/** Whether a type is another or derives from it. */
export function isKindOf(type: string, wanted: string): boolean {
  for (let one: string | undefined = type; one !== undefined; one = baseTypes[one]) {
    if (one === wanted) return true;
  }
  return false;
}

/**
 * Default properties, replaced by those a caller declared; in objects, only the members that were given are
 * replaced.
 */
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
