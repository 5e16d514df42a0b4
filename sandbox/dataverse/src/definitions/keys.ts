// Describes alternate keys as the metadata API does.

import { guidOf } from "../ids.ts";
import type { AlternateKey, Table } from "../model/metadata.ts";
import { withDetails, type Definition } from "./definition.ts";
import { baseLanguage, labelOf, managed } from "./labels.ts";

/**
 * The MetadataId of an alternate key: the one it was given at creation, or one that follows from its name.
 */
export function keyId(table: Table, key: AlternateKey): string {
  return key.metadataId ?? guidOf(`key:${table.logicalName}.${key.name}`);
}

/** The definition of an alternate key. */
export function keyDefinition(table: Table, key: AlternateKey): Definition {
  const id = keyId(table, key);
  const schemaName = key.schemaName ?? key.name;
  const properties = {
    LogicalName: key.name,
    SchemaName: schemaName,
    EntityLogicalName: table.logicalName,
    KeyAttributes: key.columns,
    IsManaged: !key.isCustom,
    IntroducedVersion: key.isCustom ? "1.0.0.0" : "5.0.0.0",
    IsSynchronous: false,
    IsExportKey: false,
    IsSecondaryKey: false,
    EntityKeyIndexStatus: key.index?.status ?? "Active",
    MetadataId: id,
    HasChanged: null,
    DisplayName: labelOf(id, key.labels ?? { [baseLanguage]: schemaName }),
    IsCustomizable: managed(true, "iscustomizable"),
  };
  const { index } = key;
  return {
    type: "EntityKeyMetadata",
    keys: { MetadataId: id, LogicalName: key.name, SchemaName: schemaName },
    properties: withDetails(properties, key.details),
    parts: { AsyncJob: () => (index && index.status !== "Active" ? asyncJob(index.job) : null) },
  };
}

/** The system job that builds the index. */
function asyncJob(id: string): Definition {
  return {
    type: "asyncoperation",
    keys: { MetadataId: id },
    properties: { asyncoperationid: id, name: "Entity Key Index Creation", operationtype: 49 },
    parts: {},
  };
}
