import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDataverseSandbox } from "../src/server.ts";
import { startServerProcess } from "../../../tools/server-process.ts";
import {
  appointmentId,
  batchOf,
  changeSet,
  leadId,
  openClient,
  openSandbox,
  rowsOf,
} from "./sandbox-client.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dataverse-sandbox-"));
  file = join(folder, "bank.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lead = { subject: "Mortgage advice", firstname: "Ann", lastname: "Lee" };
/** Programs are started, or much is written. */
const patiently = { timeout: 300_000 };

test("rows made, changed and deleted are so after a restart, with the same ETag", async () => {
  let etag: unknown;
  let deleted: string;
  {
    await using caller = await openSandbox({ file });
    await caller.write("PATCH", `leads(${leadId})`, lead);
    await caller.write("PATCH", `leads(${leadId})`, { subject: "Renewal" });
    const [contact] = rowsOf(await caller.get("contacts?$select=contactid&$filter=lastname eq 'Novak'"));
    deleted = String(contact?.contactid);
    await caller.control("POST", "privileges", { grant: ["prvDeleteContact"] });
    expect((await caller.send("DELETE", `contacts(${deleted})`)).status).toBe(204);
    etag = (await caller.get(`leads(${leadId})`)).json["@odata.etag"];
  }
  await using again = await openSandbox({ file });
  const row = await again.get(`leads(${leadId})`);
  expect(row.json).toMatchObject({ subject: "Renewal", fullname: "Ann Lee", "@odata.etag": etag });
  expect((await again.get(`contacts(${deleted})`)).status).toBe(404);
  // Version numbers go on from where they were.
  await again.write("PATCH", `leads(${leadId})`, { subject: "Third" });
  const versions = [etag, (await again.get(`leads(${leadId})`)).json["@odata.etag"]].map((tag) =>
    Number(/\d+/.exec(String(tag))?.[0]),
  );
  expect(versions[1]).toBeGreaterThan(versions[0] ?? Infinity);
});

test("a column and a table made through the API are there after a restart, with their values", async () => {
  const label = (text: string) => ({
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [
      { "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033 },
    ],
  });
  {
    await using caller = await openSandbox({ file });
    await caller.control("POST", "privileges", { grant: ["prvCreateAttribute"] });
    const made = await caller.write("POST", "EntityDefinitions(LogicalName='lead')/Attributes", {
      "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
      SchemaName: "coco_ClientId",
      RequiredLevel: { Value: "None" },
      MaxLength: 100,
      FormatName: { Value: "Text" },
      DisplayName: label("Coconut client"),
    });
    expect([made.status, made.text]).toEqual([204, ""]);
    await caller.write("PATCH", `leads(${leadId})`, { ...lead, coco_clientid: "c-1" });
  }
  await using again = await openSandbox({ file });
  const found = rowsOf(await again.get("leads?$select=coco_clientid&$filter=coco_clientid eq 'c-1'"));
  expect(found).toMatchObject([{ leadid: leadId, coco_clientid: "c-1" }]);
});

test("what was rolled back is not in the file", async () => {
  {
    await using caller = await openSandbox({ file });
    const answer = await caller.batch(
      batchOf(
        changeSet(
          { method: "PATCH", path: `leads(${leadId})`, body: lead },
          { method: "PATCH", path: `appointments(${appointmentId})`, body: { nosuchcolumn: 1 } },
        ),
      ),
    );
    expect(answer.status).toBe(400);
  }
  expect(readFileSync(file, "utf8")).not.toContain(leadId);
});

test("a reset starts the file anew as well", async () => {
  {
    await using caller = await openSandbox({ file });
    await caller.write("PATCH", `leads(${leadId})`, lead);
    await caller.control("POST", "reset");
  }
  await using again = await openSandbox({ file });
  expect((await again.get(`leads(${leadId})`)).status).toBe(404);
  expect(rowsOf(await again.get("leads")).length).toBeGreaterThan(5);
});

test("a line that a kill cut short never was; the lines before it were", async () => {
  {
    await using caller = await openSandbox({ file });
    await caller.write("PATCH", `leads(${leadId})`, lead);
  }
  appendFileSync(file, `{"rows":[["lead","${leadId}",{"subject":"Half`);
  await using again = await openSandbox({ file });
  expect((await again.get(`leads(${leadId})`)).json).toMatchObject(lead);
});

test.for([
  ["the file of something else", "hello\n", /is not a file of this sandbox/],
  ["a damaged file", undefined, /is damaged in line 2/],
] as const)("%s is refused and left as it is", async ([, content, message]) => {
  if (content === undefined) {
    await using caller = await openSandbox({ file });
    await caller.write("PATCH", `leads(${leadId})`, lead);
  }
  const before = content ?? readFileSync(file, "utf8").replace('{"rows"', "{rows");
  writeFileSync(file, before);
  await expect(startDataverseSandbox({ file })).rejects.toThrow(message);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("the file does not grow for ever: what was overwritten is left out", patiently, async () => {
  const text = (index: number): string => `${index}`.padEnd(1_000_000, "x");
  {
    await using caller = await openSandbox({ file });
    for (let index = 1; index <= 20; index += 1) {
      await caller.write("PATCH", `appointments(${appointmentId})`, {
        subject: "A",
        description: text(index),
      });
    }
    expect(statSync(file).size).toBeLessThan(10_000_000);
  }
  await using again = await openSandbox({ file });
  const row = await again.get(`appointments(${appointmentId})?$select=description`);
  expect(row.json.description).toBe(text(20));
});

test(
  "after a kill in the midst of writing every acknowledged change set is there, and each one whole",
  patiently,
  async () => {
    await using first = await startProcess();
    const caller = await openClient(first.connection);
    const acknowledged: string[] = [];
    const idOf = (index: number): string => `33333333-3333-4333-8333-${String(index).padStart(12, "0")}`;
    const writing = (async () => {
      for (let index = 0; ; index += 1) {
        const id = idOf(index);
        const regarding = { "regardingobjectid_lead_appointment@odata.bind": `/leads(${id})` };
        const answer = await caller.batch(
          batchOf(
            changeSet(
              { method: "PATCH", path: `leads(${id})`, body: lead },
              {
                method: "PATCH",
                path: `appointments(${id})`,
                body: { subject: `Visit ${index}`, ...regarding },
              },
            ),
          ),
        );
        if (answer.status === 200) acknowledged.push(id);
        if (acknowledged.length === 60) void first.process.stop("SIGKILL");
      }
    })();
    await expect(writing).rejects.toThrow();
    await first.process.ended;
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);

    await using second = await startProcess();
    const again = await openClient(second.connection);
    const ids = async (set: string, key: string): Promise<unknown[]> =>
      rowsOf(
        await again.get(
          `${set}?$select=${key}&$filter=startswith(subject,'Visit') or subject eq 'Mortgage advice'`,
        ),
      )
        .map((row) => row[key])
        .filter((id) => String(id).startsWith("3333"));
    const leads = await ids("leads", "leadid");
    expect(leads).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(await ids("appointments", "activityid"))).toEqual(new Set(leads));
  },
);

test("two sandboxes do not share a file", patiently, async () => {
  await using first = await startProcess();
  await expect(startDataverseSandbox({ file })).rejects.toThrow(/is in use by process \d+/);
  await first.process.stop("SIGTERM");
  await using next = await openSandbox({ file });
  expect((await next.get("leads")).status).toBe(200);
});

test("a file that cannot be written is named, with what is wrong with it", async () => {
  await expect(startDataverseSandbox({ file: folder })).rejects.toThrow(`${folder} is no file.`);
  const elsewhere = join(folder, "nowhere");
  const start = startDataverseSandbox({ file: join(elsewhere, "bank.jsonl") });
  await expect(start).rejects.toThrow(`There is no folder ${elsewhere}.`);
});

test("only its owner may read the file", async () => {
  await using caller = await openSandbox({ file });
  expect((await caller.get("leads")).status).toBe(200);
  expect(statSync(file).mode & 0o077).toBe(0);
});

/** The sandbox as people start it, on the file of this test. */
async function startProcess() {
  const path = fileURLToPath(new URL("../../../tools/sandbox.ts", import.meta.url));
  const ports = ["dataverse", "coconut", "identity"].flatMap((name) => [`--${name}-port`, "0"]);
  const options = [...ports, "--no-dynamics-page", "--file", file];
  const child = await startServerProcess(process.execPath, ["--import", "tsx", path, ...options]);
  const setting = (name: string): string =>
    new RegExp(`^ *${name}=(\\S+)$`, "m").exec(child.tail())?.[1] ?? "";
  // Its last line: everything before it is there as well.
  while (!child.tail().endsWith("Ctrl-C ends them all.")) {
    if (child.hasEnded()) throw new Error(child.tail());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    process: child,
    connection: {
      url: setting("DATAVERSE_URL"),
      authorityHost: setting("AZURE_AUTHORITY_HOST"),
      tenantId: setting("AZURE_TENANT_ID"),
      clientId: setting("AZURE_CLIENT_ID"),
      clientSecret: setting("AZURE_CLIENT_SECRET"),
    },
    [Symbol.asyncDispose]: () => child.stop("SIGTERM"),
  };
}
