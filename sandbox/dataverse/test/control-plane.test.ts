import { expect, test } from "vitest";
import { leads } from "../src/seed/pipeline.ts";
import {
  appointmentId,
  asRows,
  batchOf,
  haveStruck,
  leadId,
  openSandbox,
  operation,
  requestToken,
  rowsOf,
} from "./sandbox-client.ts";

const lookFor = (name: string) =>
  batchOf(operation({ method: "GET", path: `contacts?$filter=lastname+eq+'${name}'` }));

/** Version numbers go on growing over a reset. */
function withoutVersions(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return rows.map((row) => ({ ...row, "@odata.etag": "", versionnumber: 0 }));
}

test("a fault answers as often as it was told, with the code and Retry-After it was given", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "faults", {
    times: 2,
    status: 429,
    retryAfter: 7,
    path: "leads",
  });
  expect(await caller.control("GET", "faults")).toMatchObject([{ id: "fault-1", remaining: 2 }]);
  expect((await caller.get("contacts?$top=1")).status).toBe(200);
  for (const _ of [1, 2]) {
    const answer = await caller.get("leads?$top=1");
    expect([answer.status, answer.headers.get("retry-after"), answer.json]).toMatchObject([
      429,
      "7",
      { error: { code: "0x80072322" } },
    ]);
  }
  expect((await caller.get("leads?$top=1")).status).toBe(200);
  expect(await caller.control("GET", "faults")).toEqual([]);
});

test("a fault finds the operations inside a batch", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "faults", {
    status: 500,
    code: "0x80044150",
    message: "SQL deadlock",
    method: "get",
    path: "lastname eq 'Chen'",
  });
  expect((await caller.batch(lookFor("Santos"))).status).toBe(200);
  const answer = await caller.batch(lookFor("Chen"));
  expect([answer.status, answer.json]).toEqual([
    500,
    { error: { code: "0x80044150", message: "SQL deadlock" } },
  ]);
});

test("a connection dropped before loses the write, one dropped after only loses the answer", async () => {
  await using caller = await openSandbox();
  const write = () => caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" });
  await caller.control("POST", "faults", { drop: "before" });
  await expect(write()).rejects.toThrow("fetch failed");
  expect((await caller.get(`leads(${leadId})`)).status).toBe(404);
  await caller.control("POST", "faults", { drop: "after", method: "PATCH" });
  await expect(write()).rejects.toThrow("fetch failed");
  expect((await caller.get(`leads(${leadId})`)).status).toBe(200);
});

test("a delay lets others overtake, until it is over or the faults are called off", async () => {
  await using caller = await openSandbox();
  await caller.control("DELETE", "requests");
  await caller.control("POST", "faults", { delayMs: 600_000, path: "RetrieveVersion" });
  const delayed = caller.get("RetrieveVersion");
  await haveStruck(caller);
  expect((await caller.get("WhoAmI")).status).toBe(200);
  expect(await caller.control("GET", "requests")).toMatchObject([{ status: null }, { status: 200 }]);
  await caller.control("DELETE", "faults");
  expect((await delayed).status).toBe(200);
  await caller.control("POST", "faults", { delayMs: 80, path: "RetrieveVersion" });
  expect((await caller.get("RetrieveVersion")).status).toBe(200);
});

test("a fault can hang, last for a time and hit the token endpoint", async () => {
  const caller = await openSandbox();
  await caller.control("POST", "clock", { freeze: true });
  await caller.control("POST", "faults", { hang: true, path: "WhoAmI" });
  const hanging = caller.get("WhoAmI").catch((error: unknown) => String(error));
  await haveStruck(caller);
  await caller.control("POST", "faults", { forMs: 60_000, status: 503, target: "token" });
  for (const _ of [1, 2]) {
    const answer = await requestToken(caller.sandbox, {});
    expect([answer.status, answer.json.error]).toEqual([503, "temporarily_unavailable"]);
  }
  expect((await caller.get("leads?$top=1")).status).toBe(200);
  await caller.control("DELETE", "faults");
  expect((await requestToken(caller.sandbox, {})).status).toBe(200);
  // Closing does not wait for what hangs.
  await caller[Symbol.asyncDispose]();
  expect(await hanging).toContain("fetch failed");
});

test("more than 52 requests at a time are too many", async () => {
  await using caller = await openSandbox();
  const [sent, allowed] = [60, 52];
  await caller.control("POST", "faults", { times: sent, delayMs: 600_000 });
  const answers = Promise.all(Array.from({ length: sent }, () => caller.get("WhoAmI")));
  // All of them are there before one goes on.
  await haveStruck(caller);
  await caller.control("DELETE", "faults");
  const refused = (await answers).filter((answer) => answer.status === 429);
  expect(refused).toHaveLength(sent - allowed);
  expect([refused[0]?.json, refused[0]?.headers.get("retry-after")]).toMatchObject([
    { error: { code: "0x80072326" } },
    "2",
  ]);
  expect((await caller.get("WhoAmI")).status).toBe(200);
});

test("the request log tells what was asked, decoded, with the operations of a batch", async () => {
  await using caller = await openSandbox();
  await caller.control("DELETE", "requests");
  await caller.get("leads?%24filter=lastname+eq+%27Lee%27");
  await caller.batch(
    batchOf(
      operation({ method: "GET", path: "contacts?$top=1" }),
      operation({ method: "GET", path: "nothing" }),
    ),
  );
  expect(await caller.control("GET", "requests")).toEqual([
    {
      at: expect.any(String),
      method: "GET",
      path: "/api/data/v9.2/leads?$filter=lastname eq 'Lee'",
      status: 200,
      operations: [],
    },
    {
      at: expect.any(String),
      method: "POST",
      path: "/api/data/v9.2/$batch",
      status: 400,
      operations: [
        { method: "GET", path: "/api/data/v9.2/contacts?$top=1", status: 200 },
        { method: "GET", path: "/api/data/v9.2/nothing", status: 404 },
      ],
    },
  ]);
});

test("rows can be seen as they are kept, with names and parties", async () => {
  await using caller = await openSandbox();
  const rows = asRows(await caller.control("GET", "rows/appointments"));
  expect(rows.find((row) => row.regardingName === "Maria Santos")).toMatchObject({
    subject: "Account opening – Maria Santos",
    statecode: 2,
    stateName: "Canceled",
    ownerName: "Elena Petrova",
    regardingTable: "contact",
    _regardingobjectid_value: expect.stringMatching(/^[0-9a-f-]{36}$/),
    parties: expect.arrayContaining([
      expect.objectContaining({
        participationtypemask: 5,
        table: "contact",
        name: "Maria Santos",
        addressused: "maria.santos@example.com",
      }),
    ]),
  });
});

test("a reset puts the rows back and forgets the rest, and tokens stay valid", async () => {
  await using caller = await openSandbox();
  const before = rowsOf(await caller.get("leads"));
  await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" });
  await caller.control("POST", "faults", { status: 503, times: 9 });
  await caller.control("POST", "reset");
  expect(await caller.control("GET", "requests")).toEqual([]);
  const after = rowsOf(await caller.get("leads"));
  expect(withoutVersions(after)).toEqual(withoutVersions(before));
});

test("the seed is a small bank that never met the people of the demo", async () => {
  await using caller = await openSandbox();
  const staff = rowsOf(
    await caller.get(
      "systemusers?$filter=isdisabled eq false and endswith(internalemailaddress,'@acme.example')",
    ),
  );
  expect(staff.map((row) => row.internalemailaddress)).toEqual(
    expect.arrayContaining([
      "dana.roy@acme.example",
      "marc.tremblay@acme.example",
      "priya.nair@acme.example",
    ]),
  );
  expect(
    rowsOf(await caller.get("systemusers?$filter=isdisabled eq true and accessmode eq 0")),
  ).toMatchObject([{ internalemailaddress: "old.hand@acme.example" }]);
  expect(
    rowsOf(
      await caller.get(
        "contacts?$filter=emailaddress1 eq 'robert.chen@example.com' or emailaddress1 eq 'maria.santos@example.com'",
      ),
    ),
  ).toHaveLength(2);
  expect(
    rowsOf(await caller.get("leads?$filter=statecode eq 1 and parentcontactid/statecode eq 0")),
  ).toHaveLength(leads.filter(({ contact }) => contact !== undefined).length);
  for (const name of ["Lee", "Martin", "Rossi", "Haddad"]) {
    for (const set of ["leads", "contacts"])
      expect(rowsOf(await caller.get(`${set}?$filter=lastname eq '${name}'`))).toEqual([]);
  }
  await using empty = await openSandbox({ seed: false });
  expect(rowsOf(await empty.get("contacts"))).toEqual([]);
  expect((await empty.get("WhoAmI")).status).toBe(200);
});

test.each([
  ["POST", "faults", {}, /needs one of status, problem, delayMs, hang and drop/],
  ["POST", "faults", { status: 200 }, /status must be a whole number from 400 to 599/],
  ["POST", "faults", { status: 503, times: 0 }, /times must be/],
  ["POST", "faults", { body: "<html>" }, /a fault needs one of/],
  ["POST", "faults", { body: "<html>", hang: true }, /a body needs a status/],
  ["POST", "faults", { drop: "maybe" }, /drop must be/],
  ["POST", "faults", { status: 503, colour: "red" }, /colour is unknown/],
  ["POST", "privileges", { revoke: ["prvFly"] }, /There is no privilege prvFly/],
  ["POST", "privileges", { revoke: "prvReadLead" }, /revoke must be a list/],
  ["POST", "privileges", [], /must be a JSON object/],
  ["GET", "rows/nothing", undefined, /There is no entity set nothing; there are leads/],
  ["PUT", "reset", undefined, /no PUT \/sandbox\/reset/],
])("the control plane refuses %s %s with %j and says why", async (method, path, body, message) => {
  await using caller = await openSandbox();
  await expect(caller.control(method, path, body)).rejects.toThrow(message);
});

test("the page shows the bank, with everything escaped", async () => {
  await using caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, { firstname: "<img src=x>", lastname: "Lee" });
  await caller.write("PATCH", `appointments(${appointmentId})`, {
    subject: 'Tea & "<script>"',
    scheduledstart: "2026-03-10T14:00:00Z",
    scheduledend: "2026-03-10T14:45:00Z",
    "regardingobjectid_lead@odata.bind": `/leads(${leadId})`,
  });
  const page = await fetch(`${caller.sandbox.url}/`);
  const text = await page.text();
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(text).toContain("Robert Chen");
  expect(text).toContain("10 Mar 2026, 14:00–14:45");
  expect(text).toContain("Tea &#38; &#34;&#60;script&#62;&#34;");
  expect(text).not.toContain("<img");
  expect(text).not.toMatch(/(?:src|href)="https?:/);
});

test("requests that were answered are taken once; one without an answer stays in the log", async () => {
  await using caller = await openSandbox();
  await caller.control("DELETE", "requests");
  await caller.control("POST", "faults", { drop: "before", path: "contacts" });
  await caller.get("contacts?$top=1").catch(() => undefined);
  await caller.get("leads?$top=1");
  expect(await caller.control("POST", "requests/take")).toMatchObject([{ status: 200 }]);
  expect(await caller.control("POST", "requests/take")).toEqual([]);
  expect(await caller.control("GET", "requests")).toMatchObject([{ status: null }]);
});
