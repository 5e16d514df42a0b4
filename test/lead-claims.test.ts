/** Claims of leads, against a real Temporal server where no Worker runs. */
import { createHash } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { expect, test } from "vitest";
import type { LeadClaimError } from "../src/activities/failures.ts";
import type { Attendee } from "../src/appointments/appointment.ts";
import { createRowIds } from "../src/appointments/ids.ts";
import { personKey } from "../src/appointments/matching.ts";
import { createDataverseClient } from "../src/dataverse/client.ts";
import { createWhoAmI } from "../src/dataverse/who-am-i.ts";
import { createLeadClaims } from "../src/lead-claims.ts";
import { annLee } from "./helpers/canonical.ts";
import { closeAfterTest, startForFile } from "./helpers/fixtures.ts";
import { openNamespace } from "./helpers/namespace.ts";
import { json, startStandIn, type Told } from "./helpers/stand-in.ts";

const organizationId = "0f4d2c1e-9c3b-4b43-9d1c-3a5b7c9d1e2f";
const namespaceOf = startForFile(openNamespace);
const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");

/** The claims of one worker process. */
async function startProcess(
  answer: (count: number) => Told = () => json(200, { OrganizationId: organizationId }),
  temporal: Client = namespaceOf().temporal,
) {
  const standIn = closeAfterTest(await startStandIn((_asked, count) => answer(count)));
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  return {
    claimLead: createLeadClaims({ whoAmI: createWhoAmI(dataverse), temporal: () => temporal }),
    asked: standIn.asked,
  };
}

let last = 0;
/** One person under as many Coconut clients as there are spellings. */
function clientsOf(...spellings: readonly Partial<Attendee>[]) {
  last += 1;
  const email = `zoe.muller.${last}@example.com`;
  return spellings.map((spelling, index) => {
    const client = {
      ...annLee,
      clientId: `${last}-${index}`,
      firstName: "Zoë",
      lastName: "Müller",
      email,
      ...spelling,
    };
    return { client, own: ids.leadIdFor(client) };
  });
}

async function claimsInTemporal() {
  const claims = [];
  const { temporal } = namespaceOf();
  for await (const { workflowId } of temporal.workflow.list()) {
    claims.push(await temporal.workflow.getHandle(workflowId).describe());
  }
  return claims;
}

test("of several clients who are one person, in two processes at the same moment, one's lead id counts for all", async () => {
  const processes = [await startProcess(), await startProcess()];
  const clients = clientsOf({}, { firstName: " ZOE" }, { lastName: "muller " }, { firstName: "Zoe\u0308" });
  const claimed = await Promise.all(
    clients.flatMap(({ client, own }) => processes.map(({ claimLead }) => claimLead(client, own))),
  );
  expect(new Set(claimed).size).toBe(1);
  expect(clients.map(({ own }) => own)).toContain(claimed[0]);
  // A repeat, as after a lost answer, meets the claim of the first attempt.
  for (const { client, own } of clients) {
    expect(await processes[0]?.claimLead(client, own)).toBe(claimed[0]);
  }
});

test("another name or another address is another person", async () => {
  const { claimLead } = await startProcess();
  for (const { client, own } of clientsOf(
    {},
    { firstName: "Zora" },
    { lastName: "Miller" },
    { email: "z@example.com" },
  ))
    expect(await claimLead(client, own)).toBe(own);
});

test("after a claim that is stale the next one counts for all again", async () => {
  const { claimLead } = await startProcess();
  const [first, second, third] = clientsOf({}, {}, {}) as [Claimant, Claimant, Claimant];
  const stale = await claimLead(first.client, first.own);
  expect(await claimLead(second.client, second.own, stale)).toBe(second.own);
  expect(await claimLead(third.client, third.own, stale)).toBe(second.own);
  expect(await claimLead(third.client, third.own)).toBe(stale);
});
type Claimant = ReturnType<typeof clientsOf>[number];

test("a claim counts after its Workflow has ended", async () => {
  const { claimLead } = await startProcess();
  const [first, second] = clientsOf({}, {}) as [Claimant, Claimant];
  const claimed = await claimLead(first.client, first.own);
  const { temporal } = namespaceOf();
  for (const { workflowId, memo } of await claimsInTemporal())
    if (memo?.["leadId"] === claimed) await temporal.workflow.getHandle(workflowId).terminate();
  expect(await claimLead(second.client, second.own)).toBe(first.own);
});

test("two environments of Dynamics never share a claim", async () => {
  const live = await startProcess();
  const trial = await startProcess(() => json(200, { OrganizationId: "another" }));
  const [one, other] = clientsOf({}, {}) as [Claimant, Claimant];
  expect(await live.claimLead(one.client, one.own)).toBe(one.own);
  expect(await trial.claimLead(other.client, other.own)).toBe(other.own);
});

test("who has no e-mail needs no claim, and Dynamics is asked for its id once per process", async () => {
  const before = (await claimsInTemporal()).length;
  const { claimLead, asked } = await startProcess();
  const { email: _email, ...silent } = annLee;
  expect(await claimLead(silent, "own")).toBe("own");
  expect(asked).toEqual([]);
  expect(await claimsInTemporal()).toHaveLength(before);
  const clients = clientsOf({}, {}, {});
  await Promise.all(clients.map(({ client, own }) => claimLead(client, own)));
  await claimLead(annLee, "own");
  expect(asked.map(({ path }) => path)).toEqual(["/api/data/v9.2/WhoAmI"]);
});

test("an answer without the organisation's id is an error and is not kept", async () => {
  const { claimLead } = await startProcess((count) =>
    count === 1 ? json(200, {}) : count === 2 ? "drop" : json(200, { OrganizationId: organizationId }),
  );
  const [{ client, own }] = clientsOf({}) as [Claimant];
  await expect(claimLead(client, own)).rejects.toMatchObject({ facts: { kind: "protocol" } });
  await expect(claimLead(client, own)).rejects.toMatchObject({ facts: { kind: "transport" } });
  expect(await claimLead(client, own)).toBe(own);
});

test("nothing in a claim says who it is about, not even to who guesses the name and address", async () => {
  const { claimLead } = await startProcess();
  const [{ client, own }] = clientsOf({}) as [Claimant];
  await claimLead(client, own);
  const { email, firstName, lastName } = client;
  const key = String(personKey(client));
  const plain = [
    [email, firstName, lastName],
    [email, "zoe", "muller"],
  ].map((words) => words.map(String));
  const texts = plain.flatMap((words) => [...words, ...["|", "\n", ""].map((mark) => words.join(mark))]);
  const guesses = [
    ...texts,
    ...plain.map((words) => JSON.stringify(words)),
    key,
    JSON.stringify([key]),
  ].flatMap((text) => [
    text,
    ...["md5", "sha1", "sha256", "sha512"].map((hash) => createHash(hash).update(text).digest("hex")),
  ]);
  const { temporal } = namespaceOf();
  const described = (await claimsInTemporal()).find(({ memo }) => memo?.["leadId"] === own);
  if (described === undefined) return expect.fail("there is no claim of this lead");
  const { raw, workflowId, memo, searchAttributes } = described;
  const history = await temporal.workflow.getHandle(workflowId).fetchHistory();
  expect(workflowId).toMatch(/^coconut-lead-claim:[\da-f]{64}$/);
  expect(memo).toEqual({ leadId: own });
  expect(searchAttributes).not.toHaveProperty("SyncState");
  expect(await described.staticSummary()).toBe(`Claim of lead ${own}`);
  // The bytes of payloads as text, as whoever looks into Temporal reads them.
  const everything = JSON.stringify([workflowId, raw, history], (name, value: unknown) =>
    name === "data" && typeof value === "string" ? Buffer.from(value, "base64").toString() : value,
  ).toLowerCase();
  expect(everything).toContain(own);
  for (const guess of guesses) expect(everything).not.toContain(guess.toLowerCase());
  expect(everything).not.toContain(organizationId);
});

test("a Temporal that does not answer is waited for, one that refuses is named", async () => {
  const [{ client, own }] = clientsOf({}) as [Claimant];
  const away = await startProcess(
    undefined,
    new Client({ connection: Connection.lazy({ address: "127.0.0.1:1" }) }),
  );
  await expect(away.claimLead(client, own)).rejects.toMatchObject({
    name: "LeadClaimError",
    isRefused: false,
  } satisfies Partial<LeadClaimError>);
  const { connection } = namespaceOf().temporal;
  const unknown = await startProcess(undefined, new Client({ connection, namespace: "unknown" }));
  await expect(unknown.claimLead(client, own)).rejects.toMatchObject({
    name: "LeadClaimError",
    isRefused: true,
  } satisfies Partial<LeadClaimError>);
});
