import { expect, test } from "vitest";
import { openClient, type Row } from "./client.ts";

const label = (text: string) => ({
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
});

async function openWithFileColumn() {
  const client = await openClient();
  await client.api.createAttribute({
    entityKey: "LogicalName='contact'",
    data: {
      "@odata.type": "Microsoft.Dynamics.CRM.FileAttributeMetadata",
      SchemaName: "new_Passport",
      DisplayName: label("Passport"),
      RequiredLevel: { Value: "None" },
      MaxSizeInKB: 10240,
    },
  });
  const key = await client.api.create<Row, string>({
    collection: "contacts",
    data: { lastname: "Traveller" },
  });
  return { ...client, key, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
}

test("a file goes up in chunks and comes down again", async () => {
  await using client = await openWithFileColumn();
  const { api, key } = client;
  const data = Buffer.from("page of a passport\n".repeat(300_000));
  await api.uploadFile({
    collection: "contacts",
    key,
    property: "new_passport",
    fileName: "passport.txt",
    data,
  });
  const file = await api.downloadFile({ collection: "contacts", key, property: "new_passport" });
  expect(file).toMatchObject({ fileName: "passport.txt", fileSize: data.length });
  expect(Buffer.from(file.data).equals(data)).toBe(true);
  const row = await api.retrieve<Row>({
    collection: "contacts",
    key,
    select: ["new_passport", "new_passport_name"],
  });
  expect(row).toMatchObject({
    new_passport: expect.stringMatching(/^[0-9a-f-]{36}$/),
    new_passport_name: "passport.txt",
  });
});

test("a file is taken away like a column", async () => {
  await using client = await openWithFileColumn();
  const { api, key } = client;
  await api.uploadFile({
    collection: "contacts",
    key,
    property: "new_passport",
    fileName: "a.txt",
    data: Buffer.from("a"),
  });
  await api.deleteRecord({ collection: "contacts", key, property: "new_passport" });
  expect(await api.retrieve({ collection: "contacts", key, select: ["new_passport"] })).toMatchObject({
    new_passport: null,
  });
});
