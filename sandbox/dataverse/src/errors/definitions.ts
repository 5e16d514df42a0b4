import { badQuery } from "./addresses.ts";
import { DataverseError } from "./dataverse-error.ts";
import { payloadError } from "./payloads.ts";

// What the metadata API refuses. Codes and names: learn.microsoft.com, "Web service error codes".

const noId = "00000000-0000-0000-0000-000000000000";

export function unknownMetadataProperty(type: string, name: string): DataverseError {
  return badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${type}'.`);
}

export function unknownTable(name: string | undefined, id = noId): DataverseError {
  return new DataverseError(
    404,
    "0x80040217",
    `Could not find an entity with name ${name ?? ""} and id ${id}.`,
  );
}

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

export function badDefinition(reason: string): DataverseError {
  return payloadError("", reason);
}

export function invalidMetadata(reason: string): DataverseError {
  return new DataverseError(400, "0x8004f04d", reason);
}

export function badNamePrefix(name: string, type: string): DataverseError {
  return new DataverseError(
    400,
    "0x80044366",
    `The schema name ${name} for type ${type} is invalid or missing. Custom attribute, entity, entitykey, option set and relationship names must start with a valid customization prefix. The prefix for a solution component should match the prefix that is specified for the publisher of the solution.`,
  );
}

export function duplicateTable(name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80044363",
    `An entity with the specified name ${name} already exists. Please specify a unique name.`,
  );
}

export function duplicateColumn(name: string, table: string): DataverseError {
  return new DataverseError(
    400,
    "0x80047013",
    `An attribute with the specified name ${name} already exists for entity ${table}.`,
  );
}

export function duplicateKeyName(name: string, table: string): DataverseError {
  return new DataverseError(
    400,
    "0x80060893",
    `An entity key with the name ${name} already exists on entity ${table}.`,
  );
}

export function duplicateKeyColumns(): DataverseError {
  return new DataverseError(
    400,
    "0x80060894",
    "An entity key with the selected attributes already exists on entity.",
  );
}

export function tooManyKeys(limit: number): DataverseError {
  return new DataverseError(
    400,
    "0x80060895",
    `The maximum number of keys (${limit}) for the entity is exceeded.`,
  );
}

export function badKeyColumn(name: string, table: string): DataverseError {
  return new DataverseError(
    400,
    "0x80060896",
    `The attribute ${name} of entity ${table} cannot be part of an entity key.`,
  );
}

export function keyNotFailed(): DataverseError {
  return new DataverseError(
    400,
    "0x80060897",
    "Index creation for the entity key can be reactivated only after it has failed.",
  );
}

export function duplicateRelationship(): DataverseError {
  return new DataverseError(
    400,
    "0x8004432b",
    "A relationship with the specified name already exists. Please specify a unique name.",
  );
}

export function duplicateGlobalChoice(): DataverseError {
  return new DataverseError(
    400,
    "0x80044345",
    "An OptionSet with the specified name already exists. Please specify a unique name.",
  );
}

export function unknownOption(value: number, choice: string): DataverseError {
  return new DataverseError(
    400,
    "0x80048403",
    `The option value ${value} does not exist in the OptionSet ${choice}.`,
  );
}

export function duplicateOption(value: number, choice: string): DataverseError {
  return new DataverseError(
    400,
    "0x80048403",
    `The option value ${value} already exists in the OptionSet ${choice}.`,
  );
}

/** Something else would lose its footing. */
export function hasDependents(kind: string, id: string, count: number): DataverseError {
  return new DataverseError(
    400,
    "0x8004f01f",
    `The ${kind}(${id}) component cannot be deleted because it is referenced by ${count} other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
  );
}

export function notDeletable(kind: string, name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80047007",
    `The specified ${kind} ${name} is not a custom ${kind} and cannot be deleted.`,
  );
}

export function unknownSolution(name: string): DataverseError {
  return new DataverseError(400, "0x80040217", `Solution with unique name ${name} does not exist.`);
}

export function badPublishXml(): DataverseError {
  return new DataverseError(400, "0x80040203", "The ParameterXml of the publish request is not valid.");
}
