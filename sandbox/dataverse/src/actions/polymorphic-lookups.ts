// The actions that create a lookup to several tables at once.

import { createOneToMany } from "../definitions/change-relationships.ts";
import { columnId } from "../definitions/columns.ts";
import { scopeNamed } from "../definitions/components.ts";
import { asObject, asObjects, textIn } from "../definitions/payload.ts";
import { requirePrivilege } from "../definitions/writes.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import { parametersOf, responseOf, type Operation } from "./operation.ts";

/**
 * An action that creates a lookup that leads to several tables, with a relationship for each. Both actions
 * differ in their names only.
 */
function lookupAction(name: string): Operation {
  return {
    name,
    kind: "action",
    boundTo: "nothing",
    parameters: parametersOf({
      Lookup: "mscrm.ComplexLookupAttributeMetadata",
      OneToManyRelationships: "Collection(mscrm.ComplexOneToManyRelationshipMetadata)",
      SolutionUniqueName: "Edm.String?",
    }),
    returns: responseOf(name, { AttributeId: "Edm.Guid", RelationshipIds: "Collection(Edm.Guid)" }),
    run({ session, values }) {
      requirePrivilege(session, "POST", "Relationship");
      const lookup = asObject(values.Lookup, "the lookup");
      const relationships = asObjects(values.OneToManyRelationships, "the relationships");
      const scope = scopeNamed(session, textIn(values, "SolutionUniqueName"));
      const ids = createOneToMany(session, relationships, lookup, scope);
      const table = tableNamed(session.model, textIn(relationships[0] ?? {}, "ReferencingEntity") ?? "");
      const column = columnNamed(table, (textIn(lookup, "SchemaName") ?? "").toLowerCase());
      return { AttributeId: column ? columnId(table, column) : null, RelationshipIds: ids };
    },
  };
}

/** The action CreateCustomerRelationships: creates a lookup to accounts and contacts. */
export const createCustomerRelationships = lookupAction("CreateCustomerRelationships");
/** The action CreatePolymorphicLookupAttribute: creates a lookup to any tables. */
export const createPolymorphicLookupAttribute = lookupAction("CreatePolymorphicLookupAttribute");
