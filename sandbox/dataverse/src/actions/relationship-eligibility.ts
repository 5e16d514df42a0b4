// The operations that say which tables can take part in new relationships: all but intersect tables and
// activityparty.

import { unknownTable } from "../errors/definitions.ts";
import type { Table } from "../model/metadata.ts";
import { parametersOf, responseOf, type UnboundCall, type Operation } from "./operation.ts";

function eligible(table: Table): boolean {
  return table.manyToMany === undefined && table.logicalName !== "activityparty";
}

function eligibilityAction(name: string): Operation {
  return {
    name,
    kind: "action",
    boundTo: "nothing",
    parameters: parametersOf({ EntityName: "Edm.String" }),
    returns: responseOf(name, { [name]: "Edm.Boolean" }),
    run({ session, values }: UnboundCall) {
      const table = session.model.named(String(values.EntityName));
      if (!table) throw unknownTable(String(values.EntityName).slice(0, 100));
      return { [name]: eligible(table) };
    },
  };
}

function eligibleTablesFunction(name: string, parameters: Readonly<Record<string, string>>): Operation {
  return {
    name,
    kind: "function",
    boundTo: "nothing",
    parameters: parametersOf(parameters),
    returns: responseOf(name, { EntityNames: "Collection(Edm.String)" }),
    run: ({ session }: UnboundCall) => ({
      EntityNames: session.model
        .tables()
        .filter(eligible)
        .map((table) => table.logicalName),
    }),
  };
}

/** The actions CanBe… about one table, and the functions GetValid…, which list tables. */
export const relationshipEligibility: readonly Operation[] = [
  eligibilityAction("CanBeReferenced"),
  eligibilityAction("CanBeReferencing"),
  eligibilityAction("CanManyToMany"),
  eligibleTablesFunction("GetValidManyToMany", {}),
  eligibleTablesFunction("GetValidReferencedEntities", { ReferencingEntityName: "Edm.String?" }),
  eligibleTablesFunction("GetValidReferencingEntities", { ReferencedEntityName: "Edm.String?" }),
];
