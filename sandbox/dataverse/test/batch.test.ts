import { expect, test } from "vitest";
import {
  appointmentId,
  batchOf,
  changeSet,
  leadId,
  openSandbox,
  operation,
  rowsOf,
  statusesIn,
} from "./sandbox-client.ts";

const lead = { subject: "Mortgage advice", lastname: "Lee" };
const read = (path: string) => operation({ method: "GET", path });

test("reads stand side by side and are answered in order", async () => {
  await using caller = await openSandbox();
  const answer = await caller.batch(
    batchOf(
      read("contacts?$select=fullname&$filter=lastname+eq+'Chen'"),
      read("leads?$select=lastname&$filter=lastname%20eq%20'Becker'"),
      read(`${caller.sandbox.url}/api/data/v9.2/systemusers?$select=fullname&$filter=lastname+eq+'Roy'`),
    ),
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(
    /^multipart\/mixed; boundary=batchresponse_[0-9a-f-]{36}$/,
  );
  expect(statusesIn(answer)).toEqual([200, 200, 200]);
  const places = ["Robert Chen", "Becker", "Dana Roy"].map((name) => answer.text.indexOf(name));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("a change set writes everything, refers back by Content-ID, and answers in its own envelope", async () => {
  await using caller = await openSandbox();
  const answer = await caller.batch(
    batchOf(
      changeSet(
        { method: "POST", path: "leads", body: { ...lead, leadid: leadId } },
        { method: "PATCH", path: "$1", body: { firstname: "Ann" } },
        {
          method: "PATCH",
          path: `appointments(${appointmentId})`,
          body: { subject: "A", "regardingobjectid_lead_appointment@odata.bind": "$1" },
        },
      ),
    ),
  );
  expect([answer.status, statusesIn(answer)]).toEqual([200, [204, 204, 204]]);
  expect(answer.text).toMatch(
    /Content-Type: multipart\/mixed; boundary=changesetresponse_[0-9a-f-]{36}\r\n\r\n--changesetresponse_/,
  );
  expect(answer.text.match(/Content-ID: \d/g)).toEqual(["Content-ID: 1", "Content-ID: 2", "Content-ID: 3"]);
  const address = `${caller.sandbox.url}/api/data/v9.2/appointments(${appointmentId})`;
  expect(answer.text).toContain(`Location: ${address}\r\n`);
  expect(answer.text).toContain(`OData-EntityId: ${address}\r\n`);
  const row = await caller.get(`appointments(${appointmentId})?$expand=regardingobjectid_lead_appointment`);
  expect(row.json.regardingobjectid_lead_appointment).toMatchObject({ fullname: "Ann Lee" });
});

test("a change set that fails leaves nothing behind and answers with the culprit alone", async () => {
  await using caller = await openSandbox();
  await caller.control("DELETE", "requests");
  const answer = await caller.batch(
    batchOf(
      changeSet(
        { method: "PATCH", path: `leads(${leadId})`, body: lead },
        { method: "PATCH", path: `appointments(${appointmentId})`, body: { subject: "x".repeat(201) } },
        { method: "PATCH", path: `leads(${leadId})`, body: { firstname: "Never" } },
      ),
    ),
  );
  expect([answer.status, statusesIn(answer)]).toEqual([400, [400]]);
  expect(answer.text).toContain("Content-ID: 2\r\n");
  expect(answer.text).toContain("0x80044331");
  expect((await caller.get(`leads(${leadId})`)).status).toBe(404);
  expect(await caller.control("GET", "requests")).toMatchObject([
    { path: "/api/data/v9.2/$batch", operations: [{ status: null }, { status: 400 }, { status: null }] },
    { status: 404 },
  ]);
});

test("a rollback restores what was there before", async () => {
  await using caller = await openSandbox();
  const [contact] = rowsOf(await caller.get("leads?$filter=lastname eq 'Becker'"));
  const path = `leads(${String(contact?.leadid)})`;
  const before = await caller.get(path);
  await caller.batch(
    batchOf(
      changeSet(
        { method: "PATCH", path, body: { subject: "Changed" } },
        { method: "PATCH", path: `leads(${leadId})`, body: lead, headers: { "If-Match": "*" } },
      ),
    ),
  );
  expect((await caller.get(path)).json).toEqual(before.json);
});

test("the first failure stops the rest, unless the caller prefers to continue", async () => {
  await using caller = await openSandbox();
  const body = batchOf(read("leads?$top=1"), read(`leads(${leadId})`), read("contacts?$top=1"));
  const stopped = await caller.batch(body);
  expect([stopped.status, statusesIn(stopped)]).toEqual([400, [200, 404]]);
  const continued = await caller.batch(body, { prefer: "odata.continue-on-error" });
  expect([continued.status, statusesIn(continued)]).toEqual([200, [200, 404, 200]]);
});

test("conditional headers and preferences work inside", async () => {
  await using caller = await openSandbox();
  const create = { method: "PATCH", path: `leads(${leadId})`, body: lead, headers: { "If-None-Match": "*" } };
  expect(statusesIn(await caller.batch(batchOf(changeSet(create))))).toEqual([204]);
  expect(statusesIn(await caller.batch(batchOf(changeSet(create))))).toEqual([412]);
  const shown = await caller.batch(
    batchOf(changeSet({ ...create, headers: { Prefer: "return=representation" } })),
  );
  expect([statusesIn(shown), shown.text.includes('"subject":"Mortgage advice"')]).toEqual([[200], true]);
});

test("change sets need Content-IDs, known references, and no reads", async () => {
  await using caller = await openSandbox();
  const missing = await caller.batch(
    batchOf(changeSet({ method: "POST", path: "leads", body: lead, contentId: "" })),
  );
  expect([missing.status, missing.json]).toMatchObject([400, { error: { code: "0x80060888" } }]);
  const early = await caller.batch(
    batchOf(
      changeSet({ method: "POST", path: "leads", body: { ...lead, "parentcontactid@odata.bind": "$2" } }),
    ),
  );
  expect(early.text).toContain("Content-ID Reference: '$2' does not exist in the batch context.");
  const earlyUrl = await caller.batch(batchOf(changeSet({ method: "PATCH", path: "$7", body: lead })));
  expect([earlyUrl.status, earlyUrl.text]).toEqual([
    400,
    expect.stringContaining("Content-ID Reference: '$7'"),
  ]);
  const reading = await caller.batch(batchOf(changeSet({ method: "GET", path: "leads" })));
  expect([reading.status, reading.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
});

test("the envelope is read strictly", async () => {
  await using caller = await openSandbox();
  const good = batchOf(read("leads?$top=1"));
  const bad = {
    "bare line feeds": good.replaceAll("\r\n", "\n"),
    "no line end after a body at the end": batchOf(
      operation({ method: "POST", path: "leads", body: lead }),
    ).slice(0, -2),
    "no closing boundary": good.replace("--batch_b--\r\n", ""),
    "another boundary": good.replaceAll("batch_b", "batch_x"),
    "no empty line after the headers": good.replace("application/json\r\n\r\n", "application/json\r\n"),
    empty: "",
  };
  for (const [what, body] of Object.entries(bad)) {
    const answer = await caller.batch(body);
    expect([what, answer.status, answer.json]).toMatchObject([
      what,
      400,
      { error: { code: "0x80048d19", message: "Stream was not readable." } },
    ]);
  }
  expect((await caller.batch(good)).status).toBe(200);
  expect((await caller.batch(good, { "content-type": "multipart/mixed;boundary=batch_b" })).status).toBe(200);
  expect((await caller.batch("{}", { "content-type": "application/json" })).status).toBe(415);
});

test("bare line feeds are read once somebody turned that on", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "line-ends", { bareLineFeeds: true });
  const bare = batchOf(read("leads?$top=1"), read("contacts?$top=1")).replaceAll("\r\n", "\n");
  expect(statusesIn(await caller.batch(bare))).toEqual([200, 200]);
  await caller.control("POST", "reset");
  expect((await caller.batch(bare)).status).toBe(400);
});

test("a batch that ends with a read or a change set needs no line end behind it", async () => {
  await using caller = await openSandbox();
  const write = changeSet({ method: "POST", path: "leads", body: lead });
  for (const [parts, statuses] of [
    [
      [write, read("leads?$top=1")],
      [204, 200],
    ],
    [
      [read("leads?$top=1"), write],
      [200, 204],
    ],
  ] as const) {
    const answer = await caller.batch(batchOf(...parts).slice(0, -2));
    expect([answer.status, statusesIn(answer)]).toEqual([200, statuses]);
  }
});

test("a body inside a batch may hold line feeds and text that looks like a boundary", async () => {
  await using caller = await openSandbox();
  const description = "line one\n--batch_b\nline two";
  const answer = await caller.batch(
    batchOf(changeSet({ method: "PATCH", path: `leads(${leadId})`, body: { ...lead, description } })),
  );
  expect(answer.status).toBe(200);
  expect((await caller.get(`leads(${leadId})`)).json.description).toBe(description);
});

test("a batch holds at most a thousand operations and no other batch", async () => {
  await using caller = await openSandbox();
  const operations = Array.from({ length: 1001 }, () => read("WhoAmI"));
  const tooMany = await caller.batch(batchOf(...operations));
  expect([tooMany.status, tooMany.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
  expect((await caller.batch(batchOf(...operations.slice(1)))).status).toBe(200);
  const nested = await caller.batch(batchOf(operation({ method: "POST", path: "$batch", body: {} })));
  expect(nested.status).toBe(400);
});
