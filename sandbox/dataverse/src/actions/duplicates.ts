// Duplicate detection: finding duplicates, and publishing the rules for it. How rows are compared is in
// rows/duplicates.ts.

import { randomUUID } from "node:crypto";
import { badQuery } from "../errors/addresses.ts";
import { createRenderer } from "../odata/run.ts";
import { duplicatesOf } from "../rows/duplicates.ts";
import { decodePayload } from "../rows/payload.ts";
import { amendRow } from "../rows/write.ts";
import { viewOf } from "../call/call.ts";
import { typeOfArgument } from "./entity-argument.ts";
import { parametersOf, responseOf, type RowOperation, type UnboundOperation } from "./operation.ts";
import { unknownEntity } from "../errors/queries.ts";
import { isJsonObject } from "../transport/json-text.ts";

/**
 * The function RetrieveDuplicates: the rows that a published rule takes for duplicates of the given one,
 * which need not be stored.
 */
export const retrieveDuplicates: UnboundOperation = {
  name: "RetrieveDuplicates",
  kind: "function",
  boundTo: "nothing",
  parameters: parametersOf({
    BusinessEntity: "mscrm.crmbaseentity",
    MatchingEntityName: "Edm.String",
    PagingInfo: "mscrm.PagingInfo",
  }),
  returns: { type: "Collection(mscrm.crmbaseentity)" },
  run(call) {
    const { session, values } = call;
    const body = isJsonObject(values.BusinessEntity) ? values.BusinessEntity : {};
    const base = typeOfArgument(session, "RetrieveDuplicates", body);
    const matching = session.model.named(String(values.MatchingEntityName));
    if (!matching) throw unknownEntity(String(values.MatchingEntityName));
    session.privileges.require("Read", matching, session.caller);
    const { cells } = decodePayload(base, body);
    const id = cells.get(base.primaryId);
    const stored = typeof id === "string" ? session.store.get(base.logicalName, id) : undefined;
    const found = duplicatesOf(
      session,
      base,
      { ...stored, ...Object.fromEntries(cells) },
      matching.logicalName,
    );
    const view = viewOf(call);
    const mayRead = view.readFilter(matching) ?? (() => true);
    const render = createRenderer(view, matching, { orderBy: [], isCounted: false, expand: [] });
    return {
      "@odata.context": `${session.serviceRoot}$metadata#${matching.entitySet}`,
      value: page(found.filter(mayRead), values.PagingInfo).map(render),
    };
  },
};

/** The page that PagingInfo asks for; without it, the first 5000 rows. */
function page<T>(rows: readonly T[], paging: unknown): readonly T[] {
  const { PageNumber: number, Count: count } = isJsonObject(paging) ? paging : {};
  const size = typeof count === "number" && count > 0 ? count : 5000;
  const start = (typeof number === "number" && number > 0 ? number - 1 : 0) * size;
  return rows.slice(start, start + size);
}

/** The action PublishDuplicateRule: lets a rule be applied, at once and not by a job as in the service. */
export const publishDuplicateRule: RowOperation = {
  name: "PublishDuplicateRule",
  kind: "action",
  boundTo: "row",
  table: "duplicaterule",
  parameters: [],
  returns: responseOf("PublishDuplicateRule", { JobId: "Edm.Guid" }),
  run({ session, table, row }) {
    session.privileges.require("Write", table, session.caller, row);
    amendRow(session, table, row, { statecode: 1, statuscode: 2 });
    return { JobId: randomUUID() };
  },
};

/** The action UnpublishDuplicateRule: ends the use of a rule. */
export const unpublishDuplicateRule: UnboundOperation = {
  name: "UnpublishDuplicateRule",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ DuplicateRuleId: "Edm.Guid" }),
  run({ session, values }) {
    const table = session.model.named("duplicaterule");
    const row = session.store.get("duplicaterule", String(values.DuplicateRuleId).toLowerCase());
    if (!table || !row)
      throw badQuery(`duplicaterule With Id = ${String(values.DuplicateRuleId)} Does Not Exist`);
    session.privileges.require("Write", table, session.caller, row);
    amendRow(session, table, row, { statecode: 0, statuscode: 0 });
  },
};
