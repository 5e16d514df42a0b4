// Refusals of the metadata API. Microsoft's article "Web service error codes" has the codes and names.

import { badQuery } from "./addresses.ts";
import { DataverseError } from "./dataverse-error.ts";
import { payloadError } from "./payloads.ts";

const noId = "00000000-0000-0000-0000-000000000000";

/** 400: a query names a property that definitions of this type do not have. */
export function unknownMetadataProperty(type: string, name: string): DataverseError {
  return badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${type}'.`);
}

/** 404: there is no table with this name or id. */
export function unknownTable(name: string | undefined, id = noId): DataverseError {
  return new DataverseError(
    404,
    "0x80040217",
    `Could not find an entity with name ${name ?? ""} and id ${id}.`,
  );
}

/** 404: there is no column, key, relationship or choice with this name or id. */
export function unknownDefinition(type: string, key: string): DataverseError {
  const kinds: Readonly<Record<string, string>> = {
    AttributeMetadata: "attribute",
    EntityKeyMetadata: "entity key",
    RelationshipMetadataBase: "entity relationship",
    OptionSetMetadataBase: "optionset",
  };
  return new DataverseError(
    404,
    "0x80040217",
    `Could not find an ${kinds[type] ?? type} with specified name: ${key}.`,
  );
}

/** 400: the payload is no valid definition, for the given reason. */
export function badDefinition(reason: string): DataverseError {
  return payloadError("", reason);
}

/** 400: the definition contradicts itself or the model, for the given reason. */
export function invalidMetadata(reason: string): DataverseError {
  return new DataverseError(400, "0x8004f04d", reason);
}

/** 400: a schema name does not begin with a customization prefix. */
export function badNamePrefix(name: string, type: string): DataverseError {
  return new DataverseError(
    400,
    "0x80044366",
    `The schema name ${name} for type ${type} is invalid or missing. Custom attribute, entity, entitykey, option set and relationship names must start with a valid customization prefix. The prefix for a solution component should match the prefix that is specified for the publisher of the solution.`,
  );
}

/** 400: there is a table with this name. */
export function duplicateTable(name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80044363",
    `An entity with the specified name ${name} already exists. Please specify a unique name.`,
  );
}

/** 400: the table has a column with this name. */
export function duplicateColumn(name: string, table: string): DataverseError {
  return new DataverseError(
    400,
    "0x80047013",
    `An attribute with the specified name ${name} already exists for entity ${table}.`,
  );
}

/** 400: the table has a key with this name. */
export function duplicateKeyName(name: string, table: string): DataverseError {
  return new DataverseError(
    400,
    "0x80060893",
    `An entity key with the name ${name} already exists on entity ${table}.`,
  );
}

/** 400: the table has a key with these columns. */
export function duplicateKeyColumns(): DataverseError {
  return new DataverseError(
    400,
    "0x80060894",
    "An entity key with the selected attributes already exists on entity.",
  );
}

/** 400: the table has as many keys as it may have. */
export function tooManyKeys(limit: number): DataverseError {
  return new DataverseError(
    400,
    "0x80060895",
    `The maximum number of keys (${limit}) for the entity is exceeded.`,
  );
}

/** 400: a column of this type cannot be in a key. */
export function badKeyColumn(name: string, table: string): DataverseError {
  return new DataverseError(
    400,
    "0x80060896",
    `The attribute ${name} of entity ${table} cannot be part of an entity key.`,
  );
}

/** 400: the index of a key can be built again only after building it has failed. */
export function keyNotFailed(): DataverseError {
  return new DataverseError(
    400,
    "0x80060897",
    "Index creation for the entity key can be reactivated only after it has failed.",
  );
}

/** 400: there is a relationship with this name. */
export function duplicateRelationship(): DataverseError {
  return new DataverseError(
    400,
    "0x8004432b",
    "A relationship with the specified name already exists. Please specify a unique name.",
  );
}

/** 400: there is a global choice with this name. */
export function duplicateGlobalChoice(): DataverseError {
  return new DataverseError(
    400,
    "0x80044345",
    "An OptionSet with the specified name already exists. Please specify a unique name.",
  );
}

/** 400: the choice has no option with this value. */
export function unknownOption(value: number, choice: string): DataverseError {
  return new DataverseError(
    400,
    "0x80048403",
    `The option value ${value} does not exist in the OptionSet ${choice}.`,
  );
}

/** 400: the choice has an option with this value. */
export function duplicateOption(value: number, choice: string): DataverseError {
  return new DataverseError(
    400,
    "0x80048403",
    `The option value ${value} already exists in the OptionSet ${choice}.`,
  );
}

/** 400: other components refer to the one that is to be deleted. */
export function hasDependents(kind: string, id: string, count: number): DataverseError {
  return new DataverseError(
    400,
    "0x8004f01f",
    `The ${kind}(${id}) component cannot be deleted because it is referenced by ${count} other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
  );
}

/** 400: only custom components can be deleted. */
export function notDeletable(kind: string, name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80047007",
    `The specified ${kind} ${name} is not a custom ${kind} and cannot be deleted.`,
  );
}

/** 400: there is no solution with this unique name. */
export function unknownSolution(name: string): DataverseError {
  return new DataverseError(400, "0x80040217", `Solution with unique name ${name} does not exist.`);
}

/** 400: ParameterXml of PublishXml is not valid. */
export function badPublishXml(): DataverseError {
  return new DataverseError(400, "0x80040203", "The ParameterXml of the publish request is not valid.");
}
