import { expect, test } from "vitest";
import { contacts as bankContacts } from "../src/seed/people.ts";
import { openSandbox, rowsOf, type Answer, type SandboxClient } from "./sandbox-client.ts";

const inactive = bankContacts.filter(({ statecode }) => statecode === 1);

function sql(caller: SandboxClient, set: string, text: string, headers = {}): Promise<Answer> {
  return caller.get(`${set}?sql=${encodeURIComponent(text)}`, headers);
}

test.each([
  ["SELECT fullname FROM contact WHERE lastname = 'chen'", [{ fullname: "Robert Chen" }]],
  [
    "SELECT TOP 2 c.fullname AS [Full Name], statecode FROM contact AS c WHERE c.lastname LIKE 'w%son' AND statecode IN (0, 1) ORDER BY c.firstname DESC",
    undefined,
  ],
  ["SELECT COUNT(*) AS total FROM contact", [{ total: bankContacts.length }]],
  [
    "SELECT statecode, COUNT(contactid) n FROM contact GROUP BY statecode ORDER BY n DESC",
    [
      { statecode: 0, n: bankContacts.length - inactive.length },
      { statecode: 1, n: inactive.length },
    ],
  ],
  [
    "SELECT DISTINCT statecode FROM contact WHERE lastname IS NOT NULL ORDER BY statecode",
    [{ statecode: 0 }, { statecode: 1 }],
  ],
  [
    "SELECT lastname FROM contact WHERE lastname BETWEEN 'Che' AND 'Chz' -- a comment",
    [{ lastname: "Chen" }],
  ],
  ["SELECT lastname FROM contact ORDER BY lastname OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY", undefined],
])("%s is answered", async (text, rows) => {
  await using caller = await openSandbox();
  const answer = await sql(caller, "contacts", text);
  expect(answer.status).toBe(200);
  if (rows) expect(answer.json.value).toEqual(rows);
  else expect(rowsOf(answer).length).toBeGreaterThan(0);
});

test("tables are joined, inner and left", async () => {
  await using caller = await openSandbox();
  const inner = await sql(
    caller,
    "contacts",
    "SELECT c.fullname, a.subject FROM contact c INNER JOIN appointment a ON a.regardingobjectid = c.contactid AND a.statecode = 2",
  );
  expect(inner.json.value).toEqual([{ fullname: "Maria Santos", subject: "Account opening – Maria Santos" }]);
  const left = await sql(
    caller,
    "contacts",
    "SELECT c.fullname FROM contact c LEFT JOIN appointment a ON c.contactid = a.regardingobjectid WHERE a.activityid IS NULL",
  );
  const all = await sql(
    caller,
    "contacts",
    "SELECT COUNT(DISTINCT a.regardingobjectid) AS n FROM contact c JOIN appointment a ON c.contactid = a.regardingobjectid",
  );
  expect(rowsOf(left).length).toBe(bankContacts.length - Number(rowsOf(all)[0]?.n));
});

test("in SQL, unlike in FetchXML, a value that is not there is not different", async () => {
  await using caller = await openSandbox();
  const count = async (where: string) =>
    Number(rowsOf(await sql(caller, "contacts", `SELECT COUNT(*) AS n FROM contact WHERE ${where}`))[0]?.n);
  expect((await count("mobilephone <> '0'")) + (await count("mobilephone IS NULL"))).toBe(
    bankContacts.length,
  );
  expect(await count("mobilephone IS NULL")).toBeGreaterThan(0);
});

test("long answers come in pages", async () => {
  await using caller = await openSandbox();
  const headers = { prefer: "odata.maxpagesize=5" };
  const seen: unknown[] = [];
  let path: string | undefined =
    `contacts?sql=${encodeURIComponent("SELECT contactid FROM contact ORDER BY lastname")}`;
  while (path !== undefined) {
    const answer = await caller.get(path, headers);
    seen.push(...rowsOf(answer).map((row) => row.contactid));
    const next = answer.json["@odata.nextLink"];
    path = typeof next === "string" ? next.split("/v9.2/")[1] : undefined;
  }
  expect([seen.length, new Set(seen).size]).toEqual([bankContacts.length, bankContacts.length]);
});

test.each([
  "SELECT * FROM contact",
  "DELETE FROM contact",
  "SELECT nope FROM contact",
  "SELECT fullname FROM nope",
  "SELECT fullname FROM lead",
  "SELECT fullname FROM contact WHERE",
  "SELECT fullname FROM contact WHERE fullname = 'x",
  "SELECT TOP 6000 fullname FROM contact",
  "SELECT UPPER(fullname) FROM contact",
  "SELECT fullname FROM contact WHERE contactid IN (SELECT contactid FROM contact)",
  "SELECT fullname, COUNT(*) FROM contact",
  "SELECT fullname FROM contact HAVING 1 = 1",
  "SELECT fullname FROM contact RIGHT JOIN lead ON 1 = 1",
  "SELECT fullname FROM contact; SELECT fullname FROM contact",
  "SELECT statecode FROM contact WHERE statecode = 'x'",
  "",
])("%s is refused", async (text) => {
  await using caller = await openSandbox();
  const answer = await sql(caller, "contacts", text);
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { code: expect.stringMatching(/^0x8004/) as string } },
  ]);
});
