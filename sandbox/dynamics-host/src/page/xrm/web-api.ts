import { entitySetOf } from "../app/tables.ts";
import { request, retrieve } from "../app/web-api.ts";

const guid = (id: string) => id.replaceAll(/[{}]/g, "");

/** Xrm.WebApi, over the Web API of this very origin. */
export function createWebApi(): object {
  const online = {
    retrieveRecord: (table: string, id: string, options = "") =>
      retrieve(`${entitySetOf(table)}(${guid(id)})${options}`),
    async retrieveMultipleRecords(table: string, options = "", maxPageSize?: number) {
      const prefer = maxPageSize === undefined ? [] : [`odata.maxpagesize=${maxPageSize}`];
      const { row } = await request("GET", entitySetOf(table) + options, undefined, prefer);
      const next = row["@odata.nextLink"];
      // The link has Dataverse's own origin; callers pass back only the query of it.
      return { entities: row["value"], nextLink: typeof next === "string" ? next : undefined };
    },
    async createRecord(table: string, data: object) {
      const { headers } = await request("POST", entitySetOf(table), data);
      const id = /\(([^)]+)\)$/.exec(headers.get("OData-EntityId") ?? "")?.[1];
      return { entityType: table, id };
    },
    async updateRecord(table: string, id: string, data: object) {
      await request("PATCH", `${entitySetOf(table)}(${guid(id)})`, data);
      return { entityType: table, id: guid(id) };
    },
    async deleteRecord(table: string, id: string) {
      await request("DELETE", `${entitySetOf(table)}(${guid(id)})`);
      return { entityType: table, id: guid(id) };
    },
  };
  return { ...online, online };
}
