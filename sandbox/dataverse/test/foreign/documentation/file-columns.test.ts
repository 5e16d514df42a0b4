import { expect, test } from "vitest";
import { label, openService } from "./service.ts";

// The examples of "Use file column data".

async function openWithFileColumn() {
  const service = await openService();
  await service.post("EntityDefinitions(LogicalName='account')/Attributes", {
    "@odata.type": "Microsoft.Dynamics.CRM.FileAttributeMetadata",
    SchemaName: "sample_FileColumn",
    DisplayName: label("Sample File Column"),
    RequiredLevel: { Value: "None" },
    MaxSizeInKB: 8,
  });
  const account = await service.create("accounts", { name: "With a file" });
  const token = service.organization.token;
  const send = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Uint8Array<ArrayBuffer>,
  ) =>
    fetch(`${account}/sample_filecolumn${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body ? { body } : {}),
    });
  return { ...service, account, file: send, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

const binary = { "Content-Type": "application/octet-stream" };
const content = new Uint8Array(Array.from({ length: 5000 }, (_, index) => index % 256));

test("a file goes up and comes down in one request each, whatever bytes are in it", async () => {
  await using service = await openWithFileColumn();
  const up = await service.file("PATCH", "", { ...binary, "x-ms-file-name": "4094kb.txt" }, content);
  expect([up.status, await up.text()]).toEqual([204, ""]);
  const down = await service.file("GET", "/$value");
  expect([down.status, down.headers.get("x-ms-file-size"), down.headers.get("x-ms-file-name")]).toEqual([
    200,
    "5000",
    "4094kb.txt",
  ]);
  expect(new Uint8Array(await down.arrayBuffer())).toEqual(content);
  const row = await service.get(`${service.account}?$select=sample_filecolumn,sample_filecolumn_name`);
  expect(row.body).toMatchObject({
    sample_filecolumn: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sample_filecolumn_name: "4094kb.txt",
  });
});

test("a file goes up and comes down in chunks", async () => {
  await using service = await openWithFileColumn();
  const begun = await service.file("PATCH", "?x-ms-file-name=r%C3%A9sum%C3%A9.bin", {
    "x-ms-transfer-mode": "chunked",
  });
  expect([begun.status, begun.headers.get("accept-ranges"), begun.headers.get("x-ms-chunk-size")]).toEqual([
    200,
    "bytes",
    "4194304",
  ]);
  const query = new URL(begun.headers.get("location") ?? "").search;
  const send = (from: number, to: number) =>
    service.file(
      "PATCH",
      query,
      { ...binary, "Content-Range": `bytes ${from}-${to - 1}/5000` },
      content.slice(from, to),
    );
  expect([(await send(0, 3000)).status, (await send(3000, 5000)).status]).toEqual([206, 204]);
  const part = await service.file("GET", "/$value", { Range: "bytes=2999-3001" });
  expect([part.status, part.headers.get("x-ms-file-size")]).toEqual([206, "5000"]);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(content.slice(2999, 3002));
  expect((await send(0, 3000)).status).toBe(400);
});

test("a file is as large as its column lets it, and is deleted on its own", async () => {
  await using service = await openWithFileColumn();
  const tooLarge = await service.file(
    "PATCH",
    "",
    { ...binary, "x-ms-file-name": "x" },
    new Uint8Array(9000),
  );
  expect([tooLarge.status, await tooLarge.json()]).toEqual([
    400,
    { error: { code: "0x80044a02", message: "Attachment file size is too big." } },
  ]);
  await service.file("PATCH", "", { ...binary, "x-ms-file-name": "x" }, content);
  expect((await service.file("DELETE", "")).status).toBe(204);
  expect((await service.file("GET", "/$value")).status).toBe(204);
  expect(
    (await service.get(`${service.account}?$select=sample_filecolumn`)).body.sample_filecolumn,
  ).toBeNull();
});
