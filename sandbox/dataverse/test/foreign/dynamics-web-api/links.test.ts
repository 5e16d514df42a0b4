import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

test("a lookup is set and cleared as a reference", async () => {
  await using client = await openClient();
  const { api } = client;
  const account = await api.create<Row, string>({ collection: "accounts", data: { name: "Owner" } });
  const contact = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Linked" } });
  await api.associateSingleValued({
    collection: "accounts",
    primaryKey: account,
    navigationProperty: "primarycontactid",
    relatedCollection: "contacts",
    relatedKey: contact,
  });
  const select = ["_primarycontactid_value"];
  expect(await api.retrieve({ collection: "accounts", key: account, select })).toMatchObject({
    _primarycontactid_value: contact,
  });
  await api.disassociateSingleValued({
    collection: "accounts",
    primaryKey: account,
    navigationProperty: "primarycontactid",
  });
  expect(await api.retrieve({ collection: "accounts", key: account, select })).toMatchObject({
    _primarycontactid_value: null,
  });
});

test("a row is put into a collection of another and taken out", async () => {
  await using client = await openClient();
  const { api } = client;
  const account = await api.create<Row, string>({ collection: "accounts", data: { name: "Parent" } });
  const contact = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Child" } });
  const link = {
    collection: "accounts",
    primaryKey: account,
    relationshipName: "contact_customer_accounts",
    relatedKey: contact,
  };
  await api.associate({ ...link, relatedCollection: "contacts" });
  const select = ["_parentcustomerid_value"];
  expect(await api.retrieve({ collection: "contacts", key: contact, select })).toMatchObject({
    _parentcustomerid_value: account,
  });
  await api.disassociate(link);
  expect(await api.retrieve({ collection: "contacts", key: contact, select })).toMatchObject({
    _parentcustomerid_value: null,
  });
});

test("users join a team and leave it: many to many", async () => {
  await using client = await openClient();
  const { api } = client;
  const { value: users } = await api.retrieveMultiple<Row>({
    collection: "systemusers",
    select: ["fullname"],
    filter: "fullname eq 'Dana Roy'",
  });
  const { value: teams } = await api.retrieveMultiple<Row>({
    collection: "teams",
    select: ["name"],
    filter: "name eq 'Branch bankers'",
  });
  const lead = await api.create<Row, string>({ collection: "leads", data: { lastname: "Many" } });
  const contact = await api.create<Row, string>({ collection: "contacts", data: { lastname: "Other" } });
  expect([users.length, teams.length]).toEqual([1, 1]);
  const link = {
    collection: "contacts",
    primaryKey: contact,
    relationshipName: "contactleads_association",
    relatedKey: lead,
  };
  await api.associate({ ...link, relatedCollection: "leads" });
  const leads = () =>
    api.retrieve<Row>({
      collection: "contacts",
      key: contact,
      select: ["fullname"],
      expand: [{ property: "contactleads_association", select: ["fullname"] }],
    });
  expect(await leads()).toMatchObject({ contactleads_association: [{ leadid: lead, fullname: "Many" }] });
  const { value: found } = await api.retrieveMultiple<Row>({
    collection: "contacts",
    select: ["fullname"],
    filter: "contactleads_association/any(l:l/lastname eq 'Many')",
  });
  expect(found).toMatchObject([{ contactid: contact }]);
  await api.disassociate(link);
  expect(await leads()).toMatchObject({ contactleads_association: [] });
});
