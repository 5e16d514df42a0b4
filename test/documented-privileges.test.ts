/** The role in docs/dynamics-setup.md: with it everything works, and without any part of it something does not. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DataverseSandbox, startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { saveAppointment } from "../src/activities/appointments.ts";
import { findClient } from "../src/activities/clients.ts";
import { type ClaimLead, createLead } from "../src/activities/leads.ts";
import { clientKey } from "../src/appointments/appointment.ts";
import { createWhoAmI } from "../src/dataverse/who-am-i.ts";
import { createRowIds } from "../src/appointments/ids.ts";
import { defaultMapping } from "../src/appointments/mapping.ts";
import type { ClientLink } from "../src/appointments/matching.ts";
import { createDataverseClient, type DataverseClient } from "../src/dataverse/client.ts";
import { DataverseError } from "../src/dataverse/errors.ts";
import { createRowAccess } from "../src/pane/api/row-access.ts";
import { annLee, canonicalAppointment } from "./helpers/canonical.ts";

const guide = readFileSync(new URL("../docs/dynamics-setup.md", import.meta.url), "utf8");
const depths: Readonly<Record<string, string>> = { organisation: "Global", user: "Basic" };
const role = [...guide.matchAll(/^\| `(prv\w+)` +\| (organisation|user) /gm)].map(
  ([, name = "", depth = ""]) => ({
    name,
    depth: depths[depth],
  }),
);

let sandbox: DataverseSandbox;
let dispatcher: Agent;
let dataverse: DataverseClient;
const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");

beforeAll(async () => {
  sandbox = await startDataverseSandbox({ leastPrivilege: true });
  dispatcher = new Agent();
  const token = await signIn();
  const tokens = { get: async () => token, renew: async () => token };
  dataverse = createDataverseClient({ url: sandbox.url, tokens, dispatcher });
});
afterAll(async () => {
  await dispatcher.close();
  await sandbox[Symbol.asyncDispose]();
});

async function signIn(): Promise<string> {
  const answer = await fetch(`${sandbox.authorityHost}/${sandbox.tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: sandbox.clientId,
      client_secret: sandbox.clientSecret,
      scope: `${sandbox.url}/.default`,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

async function holdOnly(grant: typeof role): Promise<void> {
  const revoke = (await control("GET", "privileges")) as readonly string[];
  await control("POST", "privileges", { revoke });
  await control("POST", "privileges", { grant });
}

async function rowOf(set: string, key: string, column: string, value: string): Promise<string> {
  const rows = (await control("GET", `rows/${set}`)) as readonly Record<string, unknown>[];
  return String(rows.find((row) => row[column] === value)?.[key]);
}

/** The question of a claim to Dynamics; the claim itself is Temporal's. */
const claimLead: ClaimLead = async (_client, ownLeadId) => {
  await dataverse.send({ method: "GET", path: "WhoAmI" });
  return ownLeadId;
};

/** Sync and pane: a new client, a known one, every form of saving, every kind of owner and attendee. */
async function everything(): Promise<void> {
  const email = "dana.roy@acme.example";
  const client = { ...annLee, id: randomUUID(), clientId: randomUUID() };
  const appointment = canonicalAppointment({ id: randomUUID(), attendees: [client] });
  const standing = { appointmentId: appointment.id, client: clientKey(client) };
  const asked = { attendees: [client], staffEmails: [email], standing };
  const found = await findClient(asked, { dataverse, ids });
  const lead = await createLead(
    { client, appointment },
    { dataverse, ids, mapping: defaultMapping, claimLead },
  );

  const [team, marc] = [
    await rowOf("teams", "teamid", "name", "Branch bankers"),
    await rowOf("systemusers", "systemuserid", "fullname", "Marc Tremblay"),
  ];
  const contacts = (await control("GET", "rows/contacts")) as readonly { contactid: string }[];
  const contact: ClientLink = { ...lead, table: "contact", id: contacts[0]?.contactid ?? "" };
  const staff = [...appointment.staff, { id: "32", email: "marc@acme.example" }];
  const users = { ...found.users, "marc@acme.example": marc };
  const save = saveWith({ clients: {}, users });

  const written = await save(lead, canonicalAppointment({ ...appointment, staff }));
  const closed = await save(lead, canonicalAppointment({ ...appointment, status: "completed" }), written);
  await save(lead, appointment, closed);
  await save(contact, canonicalAppointment({ id: randomUUID(), attendees: [client] }));
  const nobodys = canonicalAppointment({ id: randomUUID(), staff: [] });
  await save(lead, nobodys, undefined, { ...defaultMapping, fallbackOwner: { table: "team", id: team } });

  const banker = { staffId: "31", firstName: "Dana", lastName: "Roy", email };
  const session = { key: randomUUID(), banker, expiresAt: Infinity, appointmentIds: new Set<string>() };
  const requireRow = createRowAccess(dataverse, () => 0);
  await requireRow(session, { table: "lead", id: await rowOf("leads", "leadid", "lastname", "Haidari") });
  await requireRow(session, {
    table: "contact",
    id: await rowOf("contacts", "contactid", "lastname", "Chen"),
  });
}

function saveWith(people: Pick<Parameters<typeof saveAppointment>[0], "clients" | "users">) {
  return async (
    regarding: ClientLink,
    appointment: ReturnType<typeof canonicalAppointment>,
    previous?: Awaited<ReturnType<typeof saveAppointment>>,
    mapping = defaultMapping,
  ) =>
    saveAppointment(
      { appointment, regarding, ...people, ...(previous && { previous }) },
      { dataverse, ids, mapping, whoAmI: createWhoAmI(dataverse) },
    );
}

test("is enough for all that the product does", async () => {
  expect(role.length).toBeGreaterThan(10);
  await holdOnly(role);
  await expect(everything()).resolves.toBeUndefined();
});

test.each(role)("needs $name", async ({ name: privilege }) => {
  await holdOnly(role.filter(({ name }) => name !== privilege));
  const refusal = await everything().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataverseError);
  expect((refusal as DataverseError).facts.dataverseMessage).toContain(`missing ${privilege}`);
});
