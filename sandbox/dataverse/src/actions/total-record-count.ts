import { parametersOf, responseOf, type UnboundOperation } from "./operation.ts";
import { unknownEntity } from "../errors/queries.ts";

/**
 * The function RetrieveTotalRecordCount: the number of rows of tables. The service answers from a snapshot of
 * the last 24 hours; this counts now.
 */
export const retrieveTotalRecordCount: UnboundOperation = {
  name: "RetrieveTotalRecordCount",
  kind: "function",
  boundTo: "nothing",
  parameters: parametersOf({ EntityNames: "Collection(Edm.String)" }),
  returns: responseOf("RetrieveTotalRecordCount", {
    EntityRecordCountCollection: "mscrm.EntityRecordCountCollection",
  }),
  run({ session, values }) {
    const names: unknown[] = Array.isArray(values.EntityNames) ? values.EntityNames : [];
    const tables = names.map((name) => {
      const table = session.model.named(String(name));
      if (!table) throw unknownEntity(String(name));
      session.privileges.require("Read", table, session.caller);
      return table.logicalName;
    });
    return {
      EntityRecordCountCollection: {
        Count: tables.length,
        IsReadOnly: false,
        Keys: tables,
        Values: tables.map((name) => session.store.count(name)),
      },
    };
  },
};
