import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

export function invalidXml(): DataverseError {
  return new DataverseError(400, "0x80040201", "Invalid XML.");
}

export function badFetch(reason: string): DataverseError {
  return new DataverseError(400, "0x80040203", reason);
}

export function unknownEntity(name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80041102",
    `The entity with a name = '${name.slice(0, 100)}' with namemapping = 'Logical' was not found in the MetadataCache.`,
  );
}

export function unknownAttribute(table: Table, name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80041103",
    `'${table.schemaName ?? table.logicalName}' entity doesn't contain attribute with Name = '${name.slice(0, 100)}' and NameMapping = 'Logical'.`,
  );
}

export function aggregateTooLarge(): DataverseError {
  return new DataverseError(
    400,
    "0x8004e023",
    "The maximum record limit is exceeded. Reduce the number of records.",
  );
}

export function tooManyRows(): DataverseError {
  return new DataverseError(400, "0x80072498", "The query joins more rows than the service can hold.");
}

export function badSql(reason: string): DataverseError {
  return new DataverseError(400, "0x80040203", `The SQL query is not valid: ${reason}`);
}
