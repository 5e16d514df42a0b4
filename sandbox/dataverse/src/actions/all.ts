// The list of all functions and actions.

import { bulkDelete } from "./bulk-delete.ts";
import { loseOpportunity, winOpportunity } from "./close-opportunity.ts";
import { publishDuplicateRule, retrieveDuplicates, unpublishDuplicateRule } from "./duplicates.ts";
import { merge } from "./merge.ts";
import { createMultiple, deleteMultiple, updateMultiple, upsertMultiple } from "./multiple-rows.ts";
import type { Operation } from "./operation.ts";
import { retrieveCurrentOrganization, retrieveVersion } from "./organization.ts";
import { qualifyLead } from "./qualify-lead.ts";
import {
  addPrivilegesRole,
  removePrivilegeRole,
  replacePrivilegesRole,
  retrieveRolePrivilegesRole,
} from "./role-privileges.ts";
import {
  grantAccess,
  modifyAccess,
  retrievePrincipalAccess,
  retrieveSharedPrincipalsAndAccess,
  revokeAccess,
} from "./row-access.ts";
import { retrieveTotalRecordCount } from "./total-record-count.ts";
import {
  retrieveUserPrivilegeByPrivilegeName,
  retrieveUserPrivileges,
  retrieveUserSetOfPrivilegesByNames,
} from "./user-privileges.ts";
import { createEntities } from "./create-entities.ts";
import {
  deleteOptionValue,
  insertOptionValue,
  insertStatusValue,
  orderOption,
  updateOptionValue,
} from "./option-values.ts";
import { createCustomerRelationships, createPolymorphicLookupAttribute } from "./polymorphic-lookups.ts";
import { publishAllXml, publishXml } from "./publish.ts";
import { reactivateEntityKey } from "./reactivate-entity-key.ts";
import { retrieveMetadataChanges } from "./retrieve-metadata-changes.ts";
import { addSolutionComponent, removeSolutionComponent } from "./solution-components.ts";
import { relationshipEligibility } from "./relationship-eligibility.ts";
import { whoAmI } from "./who-am-i.ts";

/** All functions and actions of the API; a new one is a file in this folder and a line here. */
export const operations: readonly Operation[] = [
  whoAmI,
  retrieveVersion,
  retrieveCurrentOrganization,
  createMultiple,
  updateMultiple,
  upsertMultiple,
  deleteMultiple,
  qualifyLead,
  winOpportunity,
  loseOpportunity,
  merge,
  bulkDelete,
  retrieveDuplicates,
  publishDuplicateRule,
  unpublishDuplicateRule,
  retrieveTotalRecordCount,
  retrieveUserPrivileges,
  retrieveUserPrivilegeByPrivilegeName,
  retrieveUserSetOfPrivilegesByNames,
  retrieveRolePrivilegesRole,
  addPrivilegesRole,
  replacePrivilegesRole,
  removePrivilegeRole,
  retrievePrincipalAccess,
  grantAccess,
  modifyAccess,
  revokeAccess,
  retrieveSharedPrincipalsAndAccess,
  createEntities,
  insertOptionValue,
  updateOptionValue,
  deleteOptionValue,
  orderOption,
  insertStatusValue,
  publishXml,
  publishAllXml,
  reactivateEntityKey,
  retrieveMetadataChanges,
  addSolutionComponent,
  removeSolutionComponent,
  createCustomerRelationships,
  createPolymorphicLookupAttribute,
  ...relationshipEligibility,
];
