import { queryDefinitions } from "../definitions/metadata-query.ts";
import { tableDefinition } from "../definitions/tables.ts";
import { parametersOf, responseOf, type Operation } from "./operation.ts";
import { isJsonObject } from "../transport/json-text.ts";

/**
 * The function RetrieveMetadataChanges: the definitions that a query selects. It knows no changes: with a
 * stamp of an earlier answer, it answers with everything again.
 */
export const retrieveMetadataChanges: Operation = {
  name: "RetrieveMetadataChanges",
  kind: "function",
  boundTo: "nothing",
  parameters: parametersOf({
    Query: "mscrm.EntityQueryExpression?",
    AppModuleId: "Edm.Guid?",
    ClientVersionStamp: "Edm.String?",
    DeletedMetadataFilters: "mscrm.DeletedMetadataFilters?",
    RetrieveAllSettings: "Edm.Boolean?",
  }),
  returns: responseOf("RetrieveMetadataChanges", {
    EntityMetadata: "Collection(mscrm.ComplexEntityMetadata)",
    ServerVersionStamp: "Edm.String",
    DeletedMetadata: "mscrm.DeletedMetadataCollection",
  }),
  run({ session: { model }, values }) {
    const query = isJsonObject(values.Query) ? values.Query : {};
    const tables = model.tables().map((table) => tableDefinition(model, table));
    return {
      EntityMetadata: queryDefinitions(tables, query),
      ServerVersionStamp: `${model.version()}!0`,
      DeletedMetadata: null,
    };
  },
};
