import { randomUUID } from "node:crypto";
import { badArguments } from "../errors/operations.ts";
import { firstStateOf } from "../jobs/bulk-delete.ts";
import { compileQueryExpression } from "../jobs/query-expression.ts";
import { tableNamed } from "../model/metadata.ts";
import { owningColumns } from "../rows/owner.ts";
import { initialRow } from "../rows/write.ts";
import { formatMoment, parseMoment } from "../moments.ts";
import { parametersOf, responseOf, type UnboundOperation } from "./operation.ts";

/**
 * The action BulkDelete: makes a system job that later deletes the rows that the queries select then; see
 * jobs/bulk-delete.ts.
 */
export const bulkDelete: UnboundOperation = {
  name: "BulkDelete",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    QuerySet: "Collection(mscrm.QueryExpression)",
    JobName: "Edm.String",
    SendEmailNotification: "Edm.Boolean",
    ToRecipients: "Collection(mscrm.activityparty)",
    CCRecipients: "Collection(mscrm.activityparty)",
    RecurrencePattern: "Edm.String",
    StartDateTime: "Edm.DateTimeOffset",
    SourceImportId: "Edm.Guid?",
    RunNow: "Edm.Boolean?",
  }),
  returns: responseOf("BulkDelete", { JobId: "Edm.Guid" }),
  run({ session, values }) {
    const queries: unknown[] = Array.isArray(values.QuerySet) ? values.QuerySet : [];
    if (queries.length === 0) throw badArguments("BulkDelete", "The parameter 'QuerySet' must hold a query.");
    session.privileges.requireNamed("prvBulkDelete", session.caller);
    const tables = queries.map((query) => compileQueryExpression(session, "BulkDelete", query).table);
    for (const table of tables) session.privileges.require("Delete", table, session.caller);
    const wanted = parseMoment(String(values.StartDateTime));
    if (wanted === undefined)
      throw badArguments("BulkDelete", "The parameter 'StartDateTime' must be an 'Edm.DateTimeOffset'.");
    const now = session.now();
    const dueAt = values.RunNow === true ? now.getTime() : Math.max(Date.parse(wanted), now.getTime());
    const owner = { table: "systemuser", id: session.caller };
    const shared = {
      name: String(values.JobName).slice(0, 256),
      ownerid: owner,
      ...owningColumns(session, { ownerid: owner }),
      createdby: owner,
      modifiedby: owner,
      createdon: formatMoment(now),
      modifiedon: formatMoment(now),
      ...firstStateOf(session, dueAt),
    };
    const [jobId, operationId] = [randomUUID(), randomUUID()];
    session.store.put("asyncoperation", jobId, {
      ...initialRow(tableNamed(session.model, "asyncoperation")),
      ...shared,
      asyncoperationid: jobId,
      operationtype: 13,
      primaryentitytype: tables[0]?.logicalName ?? null,
      postponeuntil: dueAt > now.getTime() ? wanted : null,
      recurrencepattern:
        values.RecurrencePattern === "" ? null : String(values.RecurrencePattern).slice(0, 256),
      data: JSON.stringify({ dueAt, queries }),
    });
    session.store.put("bulkdeleteoperation", operationId, {
      ...initialRow(tableNamed(session.model, "bulkdeleteoperation")),
      ...shared,
      bulkdeleteoperationid: operationId,
      asyncoperationid: { table: "asyncoperation", id: jobId },
      isrecurring: values.RecurrencePattern !== "",
    });
    return { JobId: jobId };
  },
};
