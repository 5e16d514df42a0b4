// Refusals of queries: FetchXML, SQL, and the size of any.

import type { Table } from "../model/metadata.ts";
import { DataverseError } from "./dataverse-error.ts";

/** 400: the FetchXML is no well-formed XML. */
export function invalidXml(): DataverseError {
  return new DataverseError(400, "0x80040201", "Invalid XML.");
}

/** 400: the FetchXML is not valid, for the given reason. */
export function badFetch(reason: string): DataverseError {
  return new DataverseError(400, "0x80040203", reason);
}

/** 400: there is no table with this logical name. */
export function unknownEntity(name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80041102",
    `The entity with a name = '${name.slice(0, 100)}' with namemapping = 'Logical' was not found in the MetadataCache.`,
  );
}

/** 400: the table has no column with this name. */
export function unknownAttribute(table: Table, name: string): DataverseError {
  return new DataverseError(
    400,
    "0x80041103",
    `'${table.schemaName ?? table.logicalName}' entity doesn't contain attribute with Name = '${name.slice(0, 100)}' and NameMapping = 'Logical'.`,
  );
}

/** 400: an aggregate query would read more rows than the service allows. */
export function aggregateTooLarge(): DataverseError {
  return new DataverseError(
    400,
    "0x8004e023",
    "The maximum record limit is exceeded. Reduce the number of records.",
  );
}

/** 400: a join has more rows than the sandbox can hold. */
export function tooManyRows(): DataverseError {
  return new DataverseError(400, "0x80072498", "The query joins more rows than the service can hold.");
}

/** 400: the SQL query is not valid, for the given reason. */
export function badSql(reason: string): DataverseError {
  return new DataverseError(400, "0x80040203", `The SQL query is not valid: ${reason}`);
}

/** 400: the query has more conditions than the service allows. */
export function tooManyConditions(): DataverseError {
  return new DataverseError(400, "0x8004430c", "Number of conditions in query exceeded maximum limit.");
}
