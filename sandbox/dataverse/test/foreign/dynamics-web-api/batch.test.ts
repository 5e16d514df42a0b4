import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

test("a batch answers each of its requests in order", async () => {
  await using client = await openClient();
  const { api } = client;
  api.startBatch();
  void api.create({ collection: "accounts", data: { name: "Batched" } });
  void api.retrieveMultiple({ collection: "businessunits", select: ["name"] });
  void api.count({ collection: "businessunits" });
  const [id, units, count] = await api.executeBatch();
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(units).toMatchObject({ value: [{ name: "Acme Bank" }] });
  expect(count).toBe(1);
});

test("requests of a change set refer to each other", async () => {
  await using client = await openClient();
  const { api } = client;
  api.startBatch();
  void api.create({ collection: "contacts", data: { firstname: "Jon", lastname: "Doe" }, contentId: "1" });
  void api.create({
    collection: "accounts",
    data: { name: "Doe Ltd.", "primarycontactid@odata.bind": "$1" },
    contentId: "2",
  });
  // An address of a row of the same change set.
  void api.create({
    contentId: "$1",
    navigationProperty: "lead_parent_contact",
    data: { lastname: "Doe's lead" },
  } as never);
  const [contactId, accountId, leadId] = (await api.executeBatch()) as string[];
  const account = await api.retrieve<Row>({
    collection: "accounts",
    key: String(accountId),
    select: ["_primarycontactid_value"],
  });
  expect(account._primarycontactid_value).toBe(contactId);
  const lead = await api.retrieve<Row>({
    collection: "leads",
    key: String(leadId),
    select: ["_parentcontactid_value"],
  });
  expect(lead._parentcontactid_value).toBe(contactId);
});

test("a failing change set leaves nothing behind", async () => {
  await using client = await openClient();
  const { api } = client;
  api.startBatch();
  void api.create({ collection: "accounts", data: { name: "Rolled back" }, contentId: "1" });
  void api.create({ collection: "accounts", data: { nonsense: true }, contentId: "2" });
  await expect(api.executeBatch()).rejects.toMatchObject([{ status: 400, error: { code: "0x80048d19" } }]);
  expect(await api.count({ collection: "accounts", filter: "name eq 'Rolled back'" })).toBe(0);
});

test("a batch goes on after an error if told so", async () => {
  await using client = await openClient();
  const { api } = client;
  const absent = "00000000-0000-0000-0000-00000000abcd";
  api.startBatch();
  void api.retrieve({ collection: "accounts", key: absent, select: ["name"] });
  void api.create({ collection: "accounts", data: { name: "Still made" }, inChangeSet: false });
  const answers = await api.executeBatch({ continueOnError: true });
  expect(answers[0]).toMatchObject({ status: 404, error: { code: "0x80040217" } });
  expect(answers[1]).toMatch(/^[0-9a-f-]{36}$/);
  expect(await api.count({ collection: "accounts", filter: "name eq 'Still made'" })).toBe(1);
});

test("updates, upserts, links and deletes go in one change set", async () => {
  await using client = await openClient();
  const { api } = client;
  const key = await api.create<Row, string>({ collection: "accounts", data: { name: "Old" } });
  const gone = await api.create<Row, string>({ collection: "accounts", data: { name: "Gone" } });
  const contact = await api.create<Row, string>({ collection: "contacts", data: { lastname: "C" } });
  const fresh = "0aa5a5a5-0000-4000-8000-000000000002";
  api.startBatch();
  void api.update({ collection: "accounts", key, data: { name: "New – name" } });
  void api.upsert({ collection: "leads", key: fresh, data: { lastname: "Made" } });
  void api.associateSingleValued({
    collection: "accounts",
    primaryKey: key,
    navigationProperty: "primarycontactid",
    relatedCollection: "contacts",
    relatedKey: contact,
  });
  void api.deleteRecord({ collection: "accounts", key: gone });
  await api.executeBatch();
  expect(
    await api.retrieve({ collection: "accounts", key, select: ["name", "_primarycontactid_value"] }),
  ).toMatchObject({
    name: "New – name",
    _primarycontactid_value: contact,
  });
  expect(await api.count({ collection: "accounts", filter: `accountid eq ${gone}` })).toBe(0);
  expect(await api.count({ collection: "leads", filter: `leadid eq ${fresh}` })).toBe(1);
});
