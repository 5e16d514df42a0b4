import { expect, test } from "vitest";
import { idIn, openService } from "./service.ts";

test("section 1: create, update and read a contact, and one of its properties", async () => {
  await using service = await openService();
  const contact = await service.create("contacts", { firstname: "Rafel", lastname: "Shillo" });
  expect(contact).toBe(`${service.base}contacts(${idIn(contact)})`);
  await service.patch(contact, { annualincome: 80000, jobtitle: "Junior Developer" });
  const read = await service.get(`${contact}?$select=fullname,annualincome,jobtitle,description`);
  expect(read.body).toMatchObject({
    "@odata.context": `${service.base}$metadata#contacts(fullname,annualincome,jobtitle,description)/$entity`,
    fullname: "Rafel Shillo",
    annualincome: 80000,
    jobtitle: "Junior Developer",
    description: null,
  });
  await service.patch(contact, {
    jobtitle: "Senior Developer",
    annualincome: 95000,
    description: "Assignment to-be-determined",
  });
  await service.put(`${contact}/telephone1`, { value: "555-0105" });
  const phone = await service.get(`${contact}/telephone1`);
  expect(phone.body).toEqual({
    "@odata.context": `${service.base}$metadata#contacts(${idIn(contact)})/telephone1`,
    value: "555-0105",
  });
  expect((await service.get(`${contact}/telephone1/$value`)).text).toBe("555-0105");
});

test("section 2: create a row associated to another", async () => {
  await using service = await openService();
  const contact = await service.create("contacts", {
    firstname: "Rafel",
    lastname: "Shillo",
    jobtitle: "Dev",
  });
  const account = await service.create("accounts", {
    name: "Contoso Ltd",
    "primarycontactid@odata.bind": contact,
  });
  const read = await service.get(
    `${account}?$select=name,&$expand=primarycontactid($select=fullname,jobtitle)`,
  );
  expect(read.body).toMatchObject({
    name: "Contoso Ltd",
    primarycontactid: { fullname: "Rafel Shillo", jobtitle: "Dev" },
  });
});

test("section 3: create a tree of rows at once", async () => {
  await using service = await openService();
  const account = await service.create("accounts", {
    name: "Fourth Coffee",
    primarycontactid: {
      firstname: "Susie",
      lastname: "Curtis",
      jobtitle: "Coffee Master",
      annualincome: 48000,
      Contact_Tasks: [
        {
          subject: "Sign invoice",
          description: "Invoice #12321",
          scheduledstart: "2026-04-19T03:00:00Z",
          scheduledend: "2026-04-19T05:00:00Z",
        },
        { subject: "Setup new display", description: "Theme is - Spring is in the air" },
        { subject: "Conduct training", description: "Train team on making our new blended coffee" },
      ],
    },
  });
  const read = await service.get(
    `${account}?$select=name&$expand=primarycontactid($select=fullname,jobtitle)`,
  );
  expect(read.body).toMatchObject({
    "@odata.context": `${service.base}$metadata#accounts(name,primarycontactid(fullname,jobtitle))/$entity`,
    primarycontactid: { "@odata.etag": expect.stringMatching(/^W/), fullname: "Susie Curtis" },
  });
  expect(read.headers.get("etag")).toBe(read.body["@odata.etag"]);
  const { contactid } = read.body.primarycontactid as { contactid: string };
  const tasks = await service.get(
    `contacts(${contactid})?$select=fullname&$expand=Contact_Tasks($select=subject,description)`,
  );
  expect(tasks.body.Contact_Tasks).toHaveLength(3);
  const listed = await service.get(`contacts(${contactid})/Contact_Tasks?$select=subject&$orderby=subject`);
  expect(listed.rows.map((row) => row.subject)).toEqual([
    "Conduct training",
    "Setup new display",
    "Sign invoice",
  ]);
});

test("section 4: associate and disassociate rows that are there", async () => {
  await using service = await openService();
  const account = await service.create("accounts", { name: "Fourth Coffee" });
  const contact = await service.create("contacts", {
    firstname: "Rafel",
    lastname: "Shillo",
    jobtitle: "Dev",
  });
  expect(
    (await service.post(`${account}/contact_customer_accounts/$ref`, { "@odata.id": contact })).status,
  ).toBe(204);
  const contacts = () => service.get(`${account}/contact_customer_accounts?$select=fullname,jobtitle`);
  expect((await contacts()).body).toMatchObject({
    "@odata.context": `${service.base}$metadata#contacts(fullname,jobtitle)`,
    value: [{ fullname: "Rafel Shillo", contactid: idIn(contact) }],
  });
  const references = await service.get(`${account}/contact_customer_accounts/$ref`);
  expect(references.body).toMatchObject({ value: [{ "@odata.id": contact }] });
  await service.remove(`${account}/contact_customer_accounts(${idIn(contact)})/$ref`);
  expect((await contacts()).rows).toEqual([]);

  const who = (await service.get("WhoAmI")).body;
  const roles = `systemusers(${String(who.UserId)})/systemuserroles_association`;
  const role = await service.create("roles", {
    "businessunitid@odata.bind": `businessunits(${String(who.BusinessUnitId)})`,
    name: "Example Security Role",
  });
  await service.post(`${roles}/$ref`, { "@odata.id": role });
  const mine = () => service.get(`${roles}?$select=name&$filter=roleid%20eq%20${idIn(role)}`);
  expect((await mine()).body).toMatchObject({
    "@odata.context": `${service.base}$metadata#roles(name)`,
    value: [{ name: "Example Security Role", roleid: idIn(role) }],
  });
  await service.remove(`${roles}/$ref?$id=${role}`);
  expect((await mine()).rows).toEqual([]);
});

test("a row is created with its data returned", async () => {
  await using service = await openService();
  const answer = await service.post(
    "accounts?$select=name,creditonhold,address1_latitude,description,revenue,accountcategorycode,createdon",
    {
      name: "Sample Account",
      creditonhold: false,
      address1_latitude: 47.639583,
      description: "This is the description of the sample account",
      revenue: 5000000,
      accountcategorycode: 1,
    },
    { Prefer: "return=representation" },
  );
  expect(answer.status).toBe(201);
  expect(answer.headers.get("preference-applied")).toBe("return=representation");
  expect(answer.body).toMatchObject({
    name: "Sample Account",
    creditonhold: false,
    // Kept to the precision of the column.
    address1_latitude: 47.63958,
    revenue: 5000000,
    accountcategorycode: 1,
    createdon: expect.stringMatching(/Z$/),
  });
});

test("section 5: delete", async () => {
  await using service = await openService();
  const account = await service.create("accounts", { name: "Gone" });
  expect((await service.remove(account)).status).toBe(204);
  const answer = await service.send("GET", account);
  expect([answer.status, answer.body]).toEqual([
    404,
    { error: { code: "0x80040217", message: `account With Id = ${idIn(account)} Does Not Exist` } },
  ]);
});
