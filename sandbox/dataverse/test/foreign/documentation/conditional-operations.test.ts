import { expect, test } from "vitest";
import { openService } from "./service.ts";

test("a conditional GET answers 304 until the row changes", async () => {
  await using service = await openService();
  const account = await service.create("accounts", {
    name: "Contoso Ltd",
    telephone1: "555-0000",
    revenue: 5000000,
  });
  const query = `${account}?$select=name,revenue,telephone1,description`;
  const etag = String((await service.get(query)).body["@odata.etag"]);
  const unchanged = await service.send("GET", query, undefined, { "If-None-Match": etag });
  expect([unchanged.status, unchanged.text]).toEqual([304, ""]);
  await service.put(`${account}/telephone1`, { value: "555-0001" });
  const changed = await service.send("GET", query, undefined, { "If-None-Match": etag });
  expect([changed.status, changed.body.telephone1]).toEqual([200, "555-0001"]);
});

test("optimistic concurrency: what somebody else changed is not deleted or overwritten", async () => {
  await using service = await openService();
  const account = await service.create("accounts", { name: "Contoso Ltd" });
  const first = String((await service.get(`${account}?$select=name`)).body["@odata.etag"]);
  await service.patch(account, { telephone1: "555-0002" });
  const refusal = {
    error: {
      code: "0x80060882",
      message: "The version of the existing record doesn't match the RowVersion property provided.",
    },
  };
  const deleted = await service.send("DELETE", account, undefined, { "If-Match": first });
  expect([deleted.status, deleted.body]).toEqual([412, refusal]);
  const patched = await service.send("PATCH", account, { revenue: 6000000 }, { "If-Match": first });
  expect([patched.status, patched.body]).toEqual([412, refusal]);
  const current = String((await service.get(`${account}?$select=name`)).body["@odata.etag"]);
  expect((await service.send("PATCH", account, { revenue: 6000000 }, { "If-Match": current })).status).toBe(
    204,
  );
});

test("limits on upsert: only create, or only update", async () => {
  await using service = await openService();
  const account = await service.create("accounts", { name: "There" });
  const create = await service.send("PATCH", account, { name: "Again" }, { "If-None-Match": "*" });
  expect([create.status, create.body]).toMatchObject([
    412,
    { error: { message: "A record with matching key values already exists." } },
  ]);
  const absent = "accounts(00000000-0000-0000-0000-00000000abcd)";
  const update = await service.send("PATCH", absent, { name: "New" }, { "If-Match": "*" });
  expect([update.status, update.body]).toMatchObject([404, { error: { code: "0x80040217" } }]);
});
