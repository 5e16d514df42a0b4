/** Ids of rows and Workflows follow from Coconut's ids, the same for every attempt, and differ where those do. */
import { expect, test } from "vitest";
import { createRowIds, leadClaimWorkflowIdFor, workflowIdFor } from "../../src/appointments/ids.ts";
import { annLee } from "../helpers/canonical.ts";

const url = "https://contoso.crm.dynamics.com";
const ids = createRowIds(url, "acme");
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an appointment and a client have the same ids for ever: rows written by older versions are found by them", () => {
  // Written out on purpose. If the first of each change, every appointment in Dynamics gets a second row.
  expect(ids.activityIdsFor("81234")).toEqual([
    "7b9a4ec0-c59c-5cc7-9550-c5337c0648cb",
    // What 0.1.0 and 0.2.0 wrote, by either address of the environment.
    "fd443b03-4d91-5565-b6fc-16be88ca7a96",
    "ceaeabe9-890b-5ddf-81c6-1707b54441eb",
  ]);
  expect(ids.leadIdsFor(annLee)).toEqual([
    "38f89e48-4ddd-5a3d-9fd4-1afd732dc8d2",
    "dd5e7eeb-bbfe-51d5-8748-f01ba4b1b45a",
    "7744c114-e4a3-5903-be5a-4a711d8fdcda",
  ]);
  expect(workflowIdFor("acme", "81234")).toBe("coconut-appointment:acme:81234");
  expect(leadClaimWorkflowIdFor("5e1f")).toBe("coconut-lead-claim:5e1f");
  expect(ids.activityIdFor("81234")).toBe(ids.activityIdsFor("81234")[0]);
  expect(ids.leadIdFor(annLee)).toBe(ids.leadIdsFor(annLee)[0]);
  for (const id of [...ids.activityIdsFor("81234"), ...ids.leadIdsFor(annLee)]) expect(id).toMatch(uuid);
});

test("the address of Dynamics and the spelling of the tenant do not change an id; another tenant does", () => {
  const alike = [
    createRowIds("https://renamed.crm.dynamics.com", "acme"),
    createRowIds("https://contoso.api.crm.dynamics.com", "acme"),
    createRowIds("http://localhost:8443", "acme"),
    createRowIds(url, "ACME"),
    createRowIds(url, "Acme"),
  ];
  for (const one of alike) {
    expect([one.activityIdFor("1"), one.leadIdFor(annLee)]).toEqual([
      ids.activityIdFor("1"),
      ids.leadIdFor(annLee),
    ]);
  }
  const other = createRowIds(url, "other");
  expect([...other.activityIdsFor("1"), ...other.leadIdsFor(annLee)]).not.toContain(ids.activityIdFor("1"));
  expect(other.leadIdFor(annLee)).not.toBe(ids.leadIdFor(annLee));
});

test("what an older version wrote is found by the other address of the environment and by another spelling", () => {
  const [, former = "", formerByApi = ""] = ids.activityIdsFor("1");
  const byApi = createRowIds("https://contoso.api.crm.dynamics.com", "acme");
  expect(new Set(byApi.activityIdsFor("1"))).toEqual(new Set(ids.activityIdsFor("1")));
  expect(createRowIds(url, "Acme").activityIdsFor("1")).toEqual(
    expect.arrayContaining([ids.activityIdFor("1"), former, formerByApi]),
  );
  expect(createRowIds(url, "Acme").activityIdsFor("1")).toHaveLength(5);
  // In every cloud, and not where a host has no second address.
  const count = (address: string) => createRowIds(address, "acme").activityIdsFor("1").length;
  expect(count("https://contoso.crm4.dynamics.com")).toBe(3);
  expect(count("https://contoso.api.crm.microsoftdynamics.us")).toBe(3);
  expect(count("http://127.0.0.1:8443")).toBe(2);
  expect(count("http://localhost:8443")).toBe(2);
});

test("a client is known by Coconut's id, whatever else changes", () => {
  const renamed = { ...annLee, id: "9002", firstName: "Anna", email: "new@example.com" };
  expect(ids.leadIdFor(renamed)).toBe(ids.leadIdFor(annLee));
  expect(ids.leadIdFor({ ...annLee, clientId: "5502" })).not.toBe(ids.leadIdFor(annLee));
});

test("without an id a client is known by e-mail and name in any case, and without an e-mail by the attendance", () => {
  const { clientId: _clientId, ...ann } = annLee;
  const id = ids.leadIdFor(ann);
  expect(ids.leadIdFor({ ...ann, id: "9002", email: " ANN.LEE@example.com ", firstName: "ann" })).toBe(id);
  expect(ids.leadIdFor({ ...ann, lastName: "Li" })).not.toBe(id);
  expect(ids.leadIdFor({ ...ann, email: "other@example.com" })).not.toBe(id);
  const { email: _email, ...silent } = ann;
  expect(ids.leadIdFor(silent)).not.toBe(ids.leadIdFor({ ...silent, id: "9002" }));
});
