import { reactivateKey } from "../definitions/change-keys.ts";
import { requirePrivilege } from "../definitions/writes.ts";
import { unknownDefinition, unknownTable } from "../errors/definitions.ts";
import { parametersOf, type Operation } from "./operation.ts";

/** The action ReactivateEntityKey: builds the index of an alternate key again after it failed. */
export const reactivateEntityKey: Operation = {
  name: "ReactivateEntityKey",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ EntityLogicalName: "Edm.String", EntityKeyLogicalName: "Edm.String" }),
  run({ session, values }) {
    requirePrivilege(session, "PUT", "EntityKey");
    const [tableName, keyName] = [String(values.EntityLogicalName), String(values.EntityKeyLogicalName)];
    const table = session.model.named(tableName);
    if (!table) throw unknownTable(tableName.slice(0, 100));
    const key = table.alternateKeys.find((one) => one.name === keyName.toLowerCase());
    if (!key) throw unknownDefinition("EntityKeyMetadata", keyName.slice(0, 100));
    reactivateKey(session, table, key);
  },
};
