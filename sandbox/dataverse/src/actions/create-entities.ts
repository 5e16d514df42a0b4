import { createTable } from "../definitions/change-tables.ts";
import { scopeNamed } from "../definitions/components.ts";
import { asObjects } from "../definitions/payload.ts";
import { requirePrivilege } from "../definitions/writes.ts";
import { parametersOf, type Operation } from "./operation.ts";

/** The action CreateEntities: creates several tables with their columns; if one fails, none is created. */
export const createEntities: Operation = {
  name: "CreateEntities",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    Entities: "Collection(mscrm.ComplexEntityMetadata)",
    SolutionUniqueName: "Edm.String?",
  }),
  run({ session, values, options }) {
    requirePrivilege(session, "POST", "Entity");
    const given = values.SolutionUniqueName ?? options().get("SolutionUniqueName");
    const scope = scopeNamed(session, typeof given === "string" ? given : undefined);
    for (const payload of asObjects(values.Entities, "the entities")) createTable(session, payload, scope);
  },
};
