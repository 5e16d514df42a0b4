import { expect, test } from "vitest";
import { openSandbox, rowsOf, type Answer, type SandboxClient } from "./sandbox-client.ts";

function pathOf(link: unknown): string {
  expect(link).toEqual(expect.stringContaining("/api/data/v9.2/"));
  return String(link).split("/v9.2/")[1] ?? "";
}

async function addLeads(caller: SandboxClient, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const answer = await caller.write("POST", "leads", {
      subject: `Lead ${index % 3}`,
      lastname: `Number ${index}`,
    });
    expect(answer.status).toBe(204);
  }
}

const small = { prefer: "odata.maxpagesize=4" };
const lastnames = (answer: Answer) => rowsOf(answer).map((row) => String(row.lastname));

test("the link to the next page has a cookie like the real one", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get("contacts?$select=fullname&$orderby=lastname", small);
  expect(answer.headers.get("preference-applied")).toBe("odata.maxpagesize=4");
  const token = new URL(String(answer.json["@odata.nextLink"])).searchParams.get("$skiptoken") ?? "";
  const [, inner = ""] =
    /^<cookie pagenumber="2" pagingcookie="([^"]*)" istracking="False" \/>$/.exec(token) ?? [];
  expect(decodeURIComponent(inner)).toMatch(
    /^<cookie page="1"><lastname last="[^"]+" first="[^"]+" \/><contactid last="[^"]+" first="[^"]+" \/><\/cookie>$/,
  );
});

test("pages neither repeat nor lose rows when others come and go between them", async () => {
  await using caller = await openSandbox({ seed: false });
  await caller.control("POST", "privileges", { grant: ["prvDeleteLead"] });
  await addLeads(caller, 20);
  const kept = rowsOf(await caller.get("leads?$select=lastname")).map((row) => String(row.lastname));
  const seen: string[] = [];
  let path: string | undefined = "leads?$select=lastname,subject&$orderby=subject desc";
  while (path !== undefined) {
    const answer = await caller.get(path, small);
    seen.push(...lastnames(answer));
    const next = answer.json["@odata.nextLink"];
    path = next === undefined ? undefined : pathOf(next);
    // The last row of this page goes, and one comes that sorts before everything.
    const last = rowsOf(answer).at(-1);
    const gone = await caller.send("DELETE", `leads(${String(last?.leadid)})`);
    expect(gone.status).toBe(204);
    await caller.write("POST", "leads", { subject: "Lead 9", lastname: `Late ${seen.length}` });
  }
  expect(seen.toSorted()).toEqual(kept.toSorted());
});

test("collections of one row are paged where they were asked for", async () => {
  await using caller = await openSandbox();
  const [row] = rowsOf(await caller.get("appointments?$top=1"));
  const path = `appointments(${String(row?.activityid)})/appointment_activity_parties`;
  const first = await caller.get(path, { prefer: "odata.maxpagesize=3" });
  expect(rowsOf(first)).toHaveLength(3);
  const next = pathOf(first.json["@odata.nextLink"]);
  expect(next.startsWith(`${path}?`)).toBe(true);
  expect(rowsOf(await caller.get(next, { prefer: "odata.maxpagesize=3" }))).toHaveLength(1);
});

test("the number of all matches comes as a count and as annotations", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get("contacts?$select=fullname&$count=true&$top=2", {
    prefer: 'odata.include-annotations="*"',
  });
  expect(answer.json).toMatchObject({
    "@odata.count": 13,
    "@Microsoft.Dynamics.CRM.totalrecordcount": 13,
    "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded": false,
  });
  const uncounted = await caller.get("contacts?$top=1", { prefer: 'odata.include-annotations="*"' });
  expect(uncounted.json["@Microsoft.Dynamics.CRM.totalrecordcount"]).toBe(-1);
});

test("change tracking tells what was written and what was deleted", async () => {
  await using caller = await openSandbox({ seed: false });
  await caller.control("POST", "privileges", { grant: ["prvDeleteLead"] });
  await addLeads(caller, 3);
  const track = { prefer: "odata.track-changes" };
  const everything = await caller.get("leads?$select=lastname", track);
  expect(everything.headers.get("preference-applied")).toBe("odata.track-changes");
  expect(rowsOf(everything)).toHaveLength(3);
  const delta = pathOf(everything.json["@odata.deltaLink"]);
  expect(rowsOf(await caller.get(delta))).toEqual([]);

  const [first, second] = rowsOf(everything).map((row) => String(row.leadid));
  await caller.write("PATCH", `leads(${first})`, { lastname: "Changed" });
  await caller.send("DELETE", `leads(${second})`);
  await caller.write("POST", "leads", { lastname: "Added" });
  const changes = await caller.get(delta);
  expect(changes.json["@odata.context"]).toMatch(/\$metadata#leads\(lastname\)\/\$delta$/);
  expect(rowsOf(changes)).toMatchObject([
    { leadid: first, lastname: "Changed" },
    { lastname: "Added" },
    {
      id: second,
      reason: "deleted",
      "@odata.context": expect.stringMatching(/#leads\/\$deletedEntity$/) as string,
    },
  ]);
  expect(rowsOf(await caller.get(pathOf(changes.json["@odata.deltaLink"])))).toEqual([]);
});

test("the first answer of change tracking may take several pages", async () => {
  await using caller = await openSandbox({ seed: false });
  await addLeads(caller, 6);
  const first = await caller.get("leads?$select=lastname", {
    prefer: "odata.track-changes,odata.maxpagesize=4",
  });
  expect(first.json["@odata.deltaLink"]).toBeUndefined();
  // Written after tracking began: part of the changes, whether the second page has it or not.
  await caller.write("POST", "leads", { lastname: "Meanwhile" });
  const second = await caller.get(pathOf(first.json["@odata.nextLink"]), small);
  const changes = await caller.get(pathOf(second.json["@odata.deltaLink"]));
  expect(lastnames(changes)).toEqual(["Meanwhile"]);
});

test.each([
  ["leads?$skiptoken=x", {}, /Paging Cookie/],
  [
    "leads?$skiptoken=%3Ccookie pagenumber=%222%22 pagingcookie=%22%25%22 istracking=%22False%22 /%3E",
    {},
    /Paging Cookie/,
  ],
  ["leads?$deltatoken=x", {}, /delta token/],
  ["leads?$deltatoken=99999999!01/01/2026", {}, /delta token/],
  ["leads?$filter=statecode eq 0", { prefer: "odata.track-changes" }, /\$filter is not supported/],
  ["leads", { prefer: "odata.maxpagesize=0" }, /positive integer/],
])("%s is refused with a reason", async (path, headers, message) => {
  await using caller = await openSandbox();
  const answer = await caller.get(path, headers);
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { message: expect.stringMatching(message) as string } },
  ]);
});
