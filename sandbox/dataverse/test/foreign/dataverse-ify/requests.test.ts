import { expect, test } from "vitest";
import { openClient } from "./client.ts";

const headers = {
  Accept: "application/json",
  "Content-Type": "application/json; charset=UTF-8",
  "OData-MaxVersion": "4.0",
  "OData-Version": "4.0",
};

test("bare requests create, read, change and delete", async () => {
  await using opened = await openClient();
  const { request } = opened;
  const created = await request.send("POST", "/accounts", headers, { name: "Bare" });
  expect(created.status).toBe(204);
  const address = String(created.headers["odata-entityid"]);
  expect(address).toMatch(/\/api\/data\/v9\.2\/accounts\([0-9a-f-]{36}\)$/);
  const read = await request.send("GET", `${address}?$select=name`, headers);
  expect(JSON.parse(read.body ?? "")).toMatchObject({ name: "Bare" });
  const changed = await request.send("PATCH", address, headers, { name: "Changed" });
  expect(changed.status).toBe(204);
  expect((await request.send("DELETE", address, headers)).status).toBe(204);
  expect((await request.send("GET", address, headers)).status).toBe(404);
});

test("the client API of model-driven apps works: create, retrieve, query, update, delete", async () => {
  await using opened = await openClient();
  const { webApi } = opened;
  const { id } = await webApi.createRecord("contact", { firstname: "Jim", lastname: "Glynn" });
  const row = await webApi.retrieveRecord("contact", id, "?$select=fullname,statecode");
  expect(row).toMatchObject({
    fullname: "Jim Glynn",
    "statecode@OData.Community.Display.V1.FormattedValue": "Active",
  });
  await webApi.updateRecord("contact", `{${id}}`, { jobtitle: "Owner" });
  const found = await webApi.retrieveMultipleRecords(
    "contact",
    "?$select=jobtitle&$filter=lastname eq 'Glynn'",
  );
  expect(found.entities).toMatchObject([{ jobtitle: "Owner" }]);
  await webApi.deleteRecord("contact", id);
  await expect(webApi.retrieveRecord("contact", id)).rejects.toMatchObject({ code: "0x80040217" });
});

test("metadata of a table is read", async () => {
  await using opened = await openClient();
  expect(
    await opened.webApi.getEntityMetadata("account", ["EntitySetName", "PrimaryIdAttribute"]),
  ).toMatchObject({
    EntitySetName: "accounts",
    PrimaryIdAttribute: "accountid",
  });
});
