import { expect, test } from "vitest";
import { batchOf, changeSet, openSandbox, operation, rowsOf, statusesIn } from "./sandbox-client.ts";

const part = (lines: string, body = ""): string =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${lines}\r\n\r\n${body}\r\n`;

test("addresses inside are absolute, from the root of the host, or relative to the batch", async () => {
  await using caller = await openSandbox();
  const { port } = new URL(caller.sandbox.url);
  const answer = await caller.batch(
    batchOf(
      part(`GET ${caller.sandbox.url}/api/data/v9.2/leads?$top=1 HTTP/1.1`),
      part("GET /api/data/v9.2/leads?$top=1 HTTP/1.1"),
      part("GET leads?$top=1 HTTP/1.1"),
      part(`GET HTTP://LOCALHOST:${port}/api/data/v9.0/leads?$top=1 HTTP/1.1`),
    ),
  );
  expect(statusesIn(answer)).toEqual([200, 200, 200, 200]);
  const elsewhere = await caller.batch(batchOf(part("GET /leads?$top=1 HTTP/1.1")));
  expect(statusesIn(elsewhere)).toEqual([404]);
});

test("Content-IDs of any spelling work in addresses, binds and @odata.id", async () => {
  await using caller = await openSandbox({ seed: false });
  await caller.control("POST", "privileges", {
    grant: ["prvCreateContact", "prvWriteContact", "prvAppendContact", "prvAppendToLead"],
  });
  const answer = await caller.batch(
    batchOf(
      changeSet(
        { method: "POST", path: "contacts", body: { lastname: "Roy" }, contentId: "person" },
        {
          method: "POST",
          path: "leads",
          body: { lastname: "Roy", "parentcontactid@odata.bind": "$person" },
          contentId: "lead-1",
        },
        { method: "PATCH", path: "$lead-1", body: { subject: "Bound" }, contentId: "3" },
        {
          method: "PUT",
          path: "$person/originatingleadid/$ref",
          body: { "@odata.id": "$lead-1" },
          contentId: "4",
        },
      ),
    ),
  );
  expect([statusesIn(answer), answer.text.match(/^Content-ID: .*$/gm)?.map((line) => line.trim())]).toEqual([
    [204, 204, 204, 204],
    ["Content-ID: person", "Content-ID: lead-1", "Content-ID: 3", "Content-ID: 4"],
  ]);
  const [lead] = rowsOf(
    await caller.get(
      "leads?$select=subject&$expand=parentcontactid($select=lastname,_originatingleadid_value)",
    ),
  );
  expect(lead).toMatchObject({
    subject: "Bound",
    parentcontactid: { lastname: "Roy", _originatingleadid_value: lead?.leadid },
  });
});

test("an operation that stands alone keeps its Content-ID, preferences and conditions", async () => {
  await using caller = await openSandbox();
  const [lead] = rowsOf(await caller.get("leads?$top=1&$select=subject&$filter=statecode eq 0"));
  const answer = await caller.batch(
    batchOf(
      operation({
        method: "PATCH",
        path: `leads(${String(lead?.leadid)})`,
        body: { subject: "Changed" },
        headers: { Prefer: "return=representation", "If-Match": String(lead?.["@odata.etag"]) },
        contentId: "alone",
      }),
      operation({
        method: "PATCH",
        path: `leads(${String(lead?.leadid)})`,
        body: { subject: "Stale" },
        headers: { "If-Match": String(lead?.["@odata.etag"]) },
      }),
    ),
    { prefer: "odata.continue-on-error" },
  );
  expect([answer.status, statusesIn(answer)]).toEqual([200, [200, 412]]);
  expect(answer.text).toContain("Content-ID: alone");
  expect(answer.text).toContain('"subject":"Changed"');
});

test("what stands before the first and after the last part is ignored", async () => {
  await using caller = await openSandbox();
  const body = batchOf(operation({ method: "GET", path: "leads?$top=1" }));
  const answer = await caller.batch(`This is a preamble.\r\n${body}This is an epilogue.\r\n`);
  expect(statusesIn(answer)).toEqual([200]);
  const empty = await caller.batch("--batch_b--\r\n");
  expect([empty.status, statusesIn(empty)]).toEqual([200, []]);
});

test("long addresses are taken inside a batch, where those outside are too long", async () => {
  await using caller = await openSandbox();
  // Long names, since a filter has 500 conditions at most.
  const name = "x".repeat(55);
  const filter = (count: number) =>
    Array.from({ length: count }, (_, index) => `lastname eq 'a person called ${name}${index}'`).join(" or ");
  const path = (count: number) => `leads?$select=lastname&$filter=${encodeURIComponent(filter(count))}`;
  const inside = (count: number) => caller.batch(batchOf(operation({ method: "GET", path: path(count) })));
  expect((await caller.get(path(200))).status).toBe(200);
  expect((await caller.get(path(350))).status).toBe(414);
  expect(statusesIn(await inside(450))).toEqual([200]);
  expect((await inside(1000)).status).toBe(414);
});

test("a Content-ID also stands for a row that was answered with its representation", async () => {
  await using caller = await openSandbox();
  const answer = await caller.batch(
    batchOf(
      changeSet(
        {
          method: "POST",
          path: "leads?$select=lastname",
          body: { lastname: "Lee" },
          headers: { Prefer: "return=representation" },
        },
        { method: "PATCH", path: "$1", body: { subject: "By reference" } },
        { method: "POST", path: "appointments", body: { "regardingobjectid_lead@odata.bind": "$1" } },
      ),
    ),
  );
  expect(statusesIn(answer)).toEqual([201, 204, 204]);
  expect(rowsOf(await caller.get("leads?$filter=subject eq 'By reference'"))).toHaveLength(1);
});

test("a part whose address leads nowhere is answered with the headers of any other", async () => {
  await using caller = await openSandbox();
  const answer = await caller.batch(batchOf(part("GET $9 HTTP/1.1")));
  expect(statusesIn(answer)).toEqual([400]);
  expect(answer.text).toMatch(/\r\nOData-Version: 4\.0\r\nREQ_ID: [\da-f-]{36}\r\n/);
});

test("a batch can only be posted", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get("$batch");
  expect([answer.status, answer.json.error]).toMatchObject([405, { code: "" }]);
});
