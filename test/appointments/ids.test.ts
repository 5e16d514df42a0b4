/** Ids of rows and Workflows follow from Coconut's ids, the same for every attempt, and differ where those do. */
import { expect, test } from "vitest";
import { createRowIds, workflowIdFor } from "../../src/appointments/ids.ts";
import { annLee } from "../helpers/canonical.ts";

const url = "https://contoso.crm.dynamics.com";
const ids = createRowIds(url, "acme");
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an appointment and a client have the same ids for ever: rows written by older versions are found by them", () => {
  // Written out on purpose. If these change, every appointment in Dynamics gets a second row.
  expect(ids.activityIdFor("81234")).toBe("fd443b03-4d91-5565-b6fc-16be88ca7a96");
  expect(ids.leadIdFor(annLee)).toBe("dd5e7eeb-bbfe-51d5-8748-f01ba4b1b45a");
  expect(workflowIdFor("acme", "81234")).toBe("coconut-appointment:acme:81234");
  expect(ids.activityIdFor("81234")).toMatch(uuid);
});

test("another environment and another tenant have other ids; another port of one host has the same", () => {
  const all = [
    ids,
    createRowIds("https://contoso-test.crm.dynamics.com", "acme"),
    createRowIds(url, "other"),
  ].flatMap((one) => [one.activityIdFor("1"), one.leadIdFor(annLee)]);
  expect(new Set(all).size).toBe(6);
  expect(createRowIds(`${url}:8443`, "acme").activityIdFor("1")).toBe(ids.activityIdFor("1"));
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
