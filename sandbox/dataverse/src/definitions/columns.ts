// Describes columns as the metadata API does.

import { guidOf } from "../ids.ts";
import type { Column, Table } from "../model/metadata.ts";
import { kindOf, partsOf } from "./column-types.ts";
import { withDetails, type Definition } from "./definition.ts";
import { baseLanguage, labelOf, managed } from "./labels.ts";
import { standardLabel } from "./standard-labels.ts";
import type { Model } from "../model/model.ts";

/** The MetadataId of a column: the one it was given at creation, or one that follows from its name. */
export function columnId(table: Table, column: Column): string {
  return column.metadataId ?? guidOf(`column:${table.logicalName}.${column.name}`);
}

/** The definitions of all columns of a table, each followed by that of its name column, if it has one. */
export function columnDefinitions(model: Model, table: Table): Definition[] {
  return table.columns.flatMap((column, index) => {
    const own = columnDefinition(model, table, column, index + 1);
    const shown = nameDefinition(model, table, column);
    return shown ? [own, shown] : [own];
  });
}

/** The definition of a column; `number` is its ColumnNumber. */
export function columnDefinition(model: Model, table: Table, column: Column, number: number): Definition {
  const kind = kindOf(table, column);
  const id = columnId(table, column);
  const schemaName = column.schemaName ?? column.name;
  const standard = column.isCustom ? undefined : standardLabel(table.logicalName, column.name);
  const label = column.labels ?? { [baseLanguage]: standard ?? wordsOf(schemaName) };
  const isPrimaryId = column.name === table.primaryId;
  const created = column.writable === "always" || column.writable === "on create";
  const updated = (column.writable === "always" || column.writable === "on update") && !isPrimaryId;
  const properties = {
    AttributeOf: null,
    AttributeType: kind.attributeType,
    ColumnNumber: number,
    DeprecatedVersion: null,
    IntroducedVersion: column.isCustom ? "1.0.0.0" : "5.0.0.0",
    EntityLogicalName: table.logicalName,
    IsCustomAttribute: column.isCustom ?? false,
    IsPrimaryId: isPrimaryId,
    IsValidODataAttribute: true,
    IsPrimaryName: column.name === table.primaryName,
    IsValidForCreate: created,
    IsValidForRead: true,
    IsValidForUpdate: updated,
    CanBeSecuredForRead: !isPrimaryId,
    CanBeSecuredForCreate: created && !isPrimaryId,
    CanBeSecuredForUpdate: updated,
    IsSecured: false,
    IsRetrievable: true,
    IsFilterable: false,
    IsSearchable: false,
    IsManaged: !column.isCustom,
    LinkedAttributeId: null,
    LogicalName: column.name,
    IsValidForForm: created || updated,
    IsRequiredForForm: false,
    IsValidForGrid: true,
    SchemaName: schemaName,
    ExternalName: null,
    IsLogical: false,
    IsDataSourceSecret: false,
    InheritsFrom: null,
    CreatedOn: column.createdOn ?? "1900-01-01T00:00:00Z",
    ModifiedOn: column.createdOn ?? "1900-01-01T00:00:00Z",
    SourceType: 0,
    AutoNumberFormat: "",
    MetadataId: id,
    HasChanged: null,
    ...kind.properties,
    AttributeTypeName: { Value: kind.typeName },
    Description: labelOf(`${id}:description`, column.description ?? {}),
    DisplayName: labelOf(id, label),
    IsAuditEnabled: managed(true, "canmodifyauditsettings"),
    IsGlobalFilterEnabled: managed(false, "canmodifyglobalfiltersettings"),
    IsSortableEnabled: managed(false, "canmodifyissortablesettings"),
    IsCustomizable: managed(true, "iscustomizable"),
    IsRenameable: managed(true, "isrenameable"),
    IsValidForAdvancedFind: managed(true, "canmodifysearchsettings"),
    RequiredLevel: managed(column.required ?? "None", "canmodifyrequirementlevelsettings"),
    CanModifyAdditionalSettings: managed(true, "canmodifyadditionalsettings"),
    Settings: [],
  };
  return {
    type: kind.metadata,
    keys: { MetadataId: id, LogicalName: column.name, SchemaName: schemaName },
    properties: withDetails(properties, column.details),
    parts: partsOf(model, table, column),
  };
}

/**
 * The definition of the column that holds the text of a lookup or choice, such as owneridname: the service
 * lists it, but rows of the Web API do not have it. Undefined for other columns.
 */
function nameDefinition(model: Model, table: Table, column: Column): Definition | undefined {
  const isShown =
    (column.type === "lookup" && !column.isBare) ||
    ["choice", "choices", "state", "status", "boolean"].includes(column.type);
  const name = `${column.name}name`;
  if (!isShown || table.columns.some((one) => one.name === name)) return undefined;
  const isText = column.type === "lookup";
  const text: Column = {
    name,
    schemaName: `${column.schemaName ?? column.name}Name`,
    type: "text",
    maxLength: 100,
    writable: "never",
    ...(column.isCustom ? { isCustom: true } : {}),
  };
  const { type, keys, properties, parts } = columnDefinition(model, table, text, 0);
  return {
    type: isText ? type : "AttributeMetadata",
    keys,
    parts,
    properties: {
      ...properties,
      ...(isText ? {} : { AttributeType: "Virtual", AttributeTypeName: { Value: "VirtualType" } }),
      AttributeOf: column.name,
      IsValidODataAttribute: false,
      IsLogical: true,
      DisplayName: labelOf(name, {}),
    },
  };
}

/** Makes a label of a schema name: ScheduledStart → Scheduled Start. */
export function wordsOf(schemaName: string): string {
  return schemaName
    .replace(/^[a-z0-9]+_/, "")
    .replaceAll("_", " ")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2");
}
