// Describes tables as the metadata API does.

import { guidOf } from "../ids.ts";
import type { Table } from "../model/metadata.ts";
import { privilegeId, privilegeName, verbs } from "../security/privilege-names.ts";
import { columnDefinitions } from "./columns.ts";
import { withDetails, type Definition } from "./definition.ts";
import { keyDefinition } from "./keys.ts";
import { baseLanguage, labelOf, managed } from "./labels.ts";
import {
  manyToManyDefinition,
  manyToManyTables,
  oneToManyDefinition,
  oneToManyRelationships,
  referencedTable,
} from "./relationships.ts";
import type { Model } from "../model/model.ts";

/** The MetadataId of a table: the one it was given at creation, or one that follows from its name. */
export function tableId(table: Table): string {
  return table.metadataId ?? guidOf(`entity:${table.logicalName}`);
}

/** The OwnershipType of a table, such as UserOwned. */
export function ownershipOf(table: Table): string {
  if (table.ownership) return table.ownership;
  return table.columns.some((column) => column.name === "ownerid") ? "UserOwned" : "OrganizationOwned";
}

/** The definition of a table, with navigation properties to its columns, keys and relationships. */
export function tableDefinition(model: Model, table: Table): Definition {
  const id = tableId(table);
  const name = table.logicalName;
  const schemaName = table.schemaName ?? name;
  const properties = {
    ActivityTypeMask: table.isActivity ? 1 : 0,
    AutoRouteToOwnerQueue: false,
    CanTriggerWorkflow: true,
    EntityHelpUrlEnabled: false,
    EntityHelpUrl: null,
    IsDocumentManagementEnabled: false,
    IsOneNoteIntegrationEnabled: false,
    IsInteractionCentricEnabled: true,
    IsKnowledgeManagementEnabled: false,
    IsSLAEnabled: false,
    IsBPFEntity: false,
    IsDocumentRecommendationsEnabled: false,
    IsMSTeamsIntegrationEnabled: false,
    SettingOf: null,
    DataProviderId: null,
    DataSourceId: null,
    AutoCreateAccessTeams: false,
    IsActivity: table.isActivity ?? false,
    IsActivityParty: name === "activityparty" || !table.isReadOnly,
    IsRetrieveAuditEnabled: false,
    IsRetrieveMultipleAuditEnabled: false,
    IsArchivalEnabled: false,
    IsRetentionEnabled: false,
    IsAvailableOffline: true,
    IsChildEntity: name === "activityparty",
    IsAIRUpdated: true,
    IconLargeName: null,
    IconMediumName: null,
    IconSmallName: null,
    IconVectorName: null,
    IsCustomEntity: table.isCustom ?? false,
    IsBusinessProcessEnabled: false,
    SyncToExternalSearchIndex: false,
    IsOptimisticConcurrencyEnabled: true,
    ChangeTrackingEnabled: true,
    IsImportable: true,
    IsIntersect: table.manyToMany !== undefined,
    IsManaged: !table.isCustom,
    IsEnabledForCharts: true,
    IsEnabledForTrace: false,
    IsValidForAdvancedFind: table.manyToMany === undefined,
    DaysSinceRecordLastModified: 0,
    MobileOfflineFilters: "",
    IsReadingPaneEnabled: true,
    IsQuickCreateEnabled: true,
    LogicalName: name,
    ObjectTypeCode: table.typeCode,
    OwnershipType: ownershipOf(table),
    PrimaryNameAttribute: table.primaryName === "" ? null : table.primaryName,
    PrimaryImageAttribute: null,
    PrimaryIdAttribute: table.primaryId,
    RecurrenceBaseEntityLogicalName: null,
    ReportViewName: `Filtered${schemaName}`,
    SchemaName: schemaName,
    IntroducedVersion: table.isCustom ? "1.0" : "5.0.0.0",
    IsStateModelAware: table.states.length > 0,
    EnforceStateTransitions: false,
    ExternalName: null,
    EntityColor: null,
    LogicalCollectionName: table.entitySet,
    ExternalCollectionName: null,
    CollectionSchemaName: `${schemaName}${table.entitySet.slice(name.length)}`,
    EntitySetName: table.entitySet,
    IsEnabledForExternalChannels: false,
    IsPrivate: false,
    UsesBusinessDataLabelTable: false,
    IsLogicalEntity: false,
    HasNotes: !table.isReadOnly,
    HasActivities: table.collections.some((one) => one.column === "regardingobjectid"),
    HasFeedback: false,
    IsSolutionAware: false,
    CreatedOn: table.createdOn ?? "1900-01-01T00:00:00Z",
    ModifiedOn: table.createdOn ?? "1900-01-01T00:00:00Z",
    HasEmailAddresses: table.columns.some((one) => one.name.startsWith("emailaddress")),
    OwnerId: null,
    OwnerIdType: table.isCustom ? 8 : null,
    OwningBusinessUnit: null,
    TableType: "Standard",
    MetadataId: id,
    HasChanged: null,
    Description: labelOf(`${id}:description`, table.description ?? {}),
    DisplayCollectionName: labelOf(`${id}:collection`, table.collectionLabels ?? plural(table)),
    DisplayName: labelOf(id, table.labels ?? { [baseLanguage]: table.displayName }),
    ...settings(table),
    Privileges: privilegesOf(table),
    Settings: [],
  };
  return {
    type: "EntityMetadata",
    keys: { MetadataId: id, LogicalName: name, SchemaName: schemaName },
    properties: withDetails(properties, table.details),
    parts: partsOf(model, table),
  };
}

/** The navigation properties of a table's definition. */
function partsOf(model: Model, table: Table): Definition["parts"] {
  const name = table.logicalName;
  return {
    Attributes: () => ({
      type: "AttributeMetadata",
      members: model.derived(`columns of ${name}`, () => columnDefinitions(model, table)),
    }),
    Keys: () => ({
      type: "EntityKeyMetadata",
      members: table.alternateKeys.map((key) => keyDefinition(table, key)),
    }),
    ManyToOneRelationships: () => ({
      type: "OneToManyRelationshipMetadata",
      members: oneToManyRelationships(model)
        .filter((one) => one.referencing.logicalName === name)
        .map((one) => oneToManyDefinition(model, one)),
    }),
    OneToManyRelationships: () => ({
      type: "OneToManyRelationshipMetadata",
      members: oneToManyRelationships(model)
        .filter((one) => referencedTable(one) === name)
        .map((one) => oneToManyDefinition(model, one)),
    }),
    ManyToManyRelationships: () => ({
      type: "ManyToManyRelationshipMetadata",
      members: manyToManyTables(model)
        .filter(({ manyToMany }) => manyToMany?.one.table === name || manyToMany?.two.table === name)
        .map((one) => manyToManyDefinition(one)),
    }),
  };
}

function plural(table: Table): Record<number, string> {
  const { displayName } = table;
  const text = displayName.endsWith("y") ? `${displayName.slice(0, -1)}ies` : `${displayName}s`;
  return { [baseLanguage]: text };
}

/** The managed properties of a table; those that a caller declared replace them. */
function settings(table: Table): Record<string, unknown> {
  const isOpen = table.manyToMany === undefined;
  return {
    IsAuditEnabled: managed(false, "canmodifyauditsettings"),
    IsValidForQueue: managed(false, "canmodifyqueuesettings"),
    IsConnectionsEnabled: managed(false, "canmodifyconnectionsettings"),
    IsCustomizable: managed(isOpen, "iscustomizable"),
    IsRenameable: managed(isOpen, "isrenameable"),
    IsMappable: managed(isOpen, "ismappable"),
    IsDuplicateDetectionEnabled: managed(isOpen, "canmodifyduplicatedetectionsettings"),
    CanCreateAttributes: managed(isOpen, "cancreateattributes"),
    CanCreateForms: managed(isOpen, "cancreateforms"),
    CanCreateViews: managed(isOpen, "cancreateviews"),
    CanCreateCharts: managed(isOpen, "cancreatecharts"),
    CanBeRelatedEntityInRelationship: managed(isOpen, "canberelatedentityinrelationship", false),
    CanBePrimaryEntityInRelationship: managed(isOpen, "canbeprimaryentityinrelationship", false),
    CanBeInManyToMany: managed(isOpen, "canbeinmanytomany", false),
    CanBeInCustomEntityAssociation: managed(isOpen, "canbeincustomentityassociation", false),
    CanEnableSyncToExternalSearchIndex: managed(isOpen, "canenablesynctoexternalsearchindex"),
    CanModifyAdditionalSettings: managed(isOpen, "canmodifyadditionalsettings"),
    CanChangeHierarchicalRelationship: managed(isOpen, "canchangehierarchicalrelationship"),
    CanChangeTrackingBeEnabled: managed(true, "canchangetrackingbeenabled"),
    IsMailMergeEnabled: managed(true, "canmodifymailmergesettings"),
    IsVisibleInMobile: managed(false, "canmodifymobilevisibility"),
    IsVisibleInMobileClient: managed(true, "canmodifymobileclientvisibility"),
    IsReadOnlyInMobileClient: managed(false, "canmodifymobileclientreadonly"),
    IsOfflineInMobileClient: managed(true, "canmodifymobileclientoffline"),
  };
}

/** The privileges of a table, one for each verb; none for tables without privileges of their own. */
function privilegesOf(table: Table): Record<string, unknown>[] {
  if (table.privilege === "") return [];
  const isOwned = ownershipOf(table) === "UserOwned";
  return verbs.map((verb) => {
    const name = privilegeName(verb, table);
    return {
      CanBeBasic: isOwned,
      CanBeDeep: isOwned,
      CanBeGlobal: true,
      CanBeLocal: isOwned,
      CanBeEntityReference: false,
      CanBeParentEntityReference: false,
      CanBeRecordFilter: false,
      Name: name,
      PrivilegeId: privilegeId(name),
      PrivilegeType: verb,
    };
  });
}
