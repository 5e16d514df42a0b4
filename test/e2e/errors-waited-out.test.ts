/**
 * Which answers of Dynamics are waited out, and until when: every row says what an Activity is answered once, and
 * what Temporal then shows. Each has its own client and booking; all run at once.
 */
import { describe, expect } from "vitest";
import { type Refusal, type Step } from "../helpers/refusals.ts";
import { testWithService } from "../helpers/test-with-service.ts";

/** `type`: DynamicsUnavailable where it is left out. */
type Row = readonly [sign: string, step: Step, answer: object, type?: string];

const html = "<html><head><title>Blocked</title></head></html>";

/** Asked again after a second. */
const soon: readonly Row[] = [
  ["a line that is cut before anything was done", "saveAppointment", { drop: "before" }],
  ["a line that is cut after the row was written", "saveAppointment", { drop: "after" }],
  ["a line that is cut after a change was written", "change", { drop: "after" }],
  ["a line that is cut after the lead was made", "createLead", { drop: "after" }],
  ["no answer within the time limit", "findClient", { hang: true }],
  ["502 of a gateway", "findClient", { status: 502 }],
  ["504 of a gateway", "createLead", { status: 504 }],
  ["500 without a code", "saveAppointment", { status: 500, code: "", message: "" }],
  ["503 without a code", "findClient", { status: 503, code: "", message: "" }],
  ["503 server busy", "saveAppointment", { status: 503, code: "0x8004A001" }],
  ["500 SQL error", "findClient", { status: 500, code: "0x80044150", message: "Generic SQL error." }],
  ["400 SQL error: the code counts", "change", { status: 400, code: "0x80044150", message: "deadlocked" }],
  ["500 SQL timeout", "findClient", { status: 500, code: "0x80044151" }],
  ["500 lock", "createLead", { status: 500, code: "0x80044339" }],
  ["500 too busy for this operation", "saveAppointment", { status: 500, code: "0x80072323" }],
  ["400 too busy for this operation", "change", { status: 400, code: "0X80072324" }],
  ["400 customisation lock", "saveAppointment", { status: 400, code: "0x80071151" }],
  ["400 another customisation lock", "createLead", { status: 400, code: "0x80071154" }],
  ["404 of a gateway, a page", "findClient", { status: 404, body: html }],
  ["403 of a gateway, a page", "createLead", { status: 403, body: html }],
  ["403 of a firewall, JSON of its own", "findClient", { status: 403, body: '{"message":"Forbidden"}' }],
  ["400 of a firewall, a page", "saveAppointment", { status: 400, body: html }],
  ["404 of a gateway for a change, a page", "change", { status: 404, body: html }],
  ["412 of a gateway, a page", "createLead", { status: 412, body: html }],
  ["412 of a gateway for a save, no body", "saveAppointment", { status: 412, body: "" }],
  ["302 to a log-in page", "saveAppointment", { status: 302, body: "" }],
  ["407 of a proxy", "findClient", { status: 407, body: "" }],
  ["200 with a page, for a look-up", "findClient", { status: 200, body: html }],
  ["200 with a page, for a lead", "createLead", { status: 200, body: html }],
  ["200 without a body, for a change", "change", { status: 200, body: "" }],
  ["200 with JSON, for a save", "saveAppointment", { status: 200, body: "{}" }],
  ["413 of a proxy, once", "saveAppointment", { status: 413, body: html }, "DynamicsRefused"],
  ["500 unexpected, once", "saveAppointment", { status: 500, code: "0x80040216" }, "DynamicsUnexpected"],
  ["400 plug-in timeout, once", "change", { status: 400, code: "0x80081111" }, "DynamicsUnexpected"],
  ["401 twice: the token counts", "saveAppointment", { status: 401, times: 2 }, "DynamicsSignIn"],
  ["403 organisation disabled", "findClient", { status: 403, code: "0x8004A104" }],
  ["503 administration mode", "change", { status: 503, code: "0x8004a113" }],
];

const test = testWithService();
let begun: ReadonlyMap<string, Refusal>;
test.beforeAll(async ({ refusals }) => {
  begun = await refusals.beginAll(soon);
});

const refusalOf = (sign: string) => begun.get(sign) as Refusal;

describe("tried again a second later, and then in step", () => {
  test.for(soon)("%s", async ([sign, step, , type = "DynamicsUnavailable"], { refusals }) => {
    const refusal = refusalOf(sign);
    expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
    const fared = await refusals.fared(refusal, step);
    expect(fared.delaySeconds).toBeGreaterThanOrEqual(1);
    expect(fared.delaySeconds).toBeLessThanOrEqual(2);
    expect(fared.type).toBe(type);
    expect(fared.message).not.toContain(refusal.lastName);
  });
});

test("whatever was tried twice was written once", async ({ service, refusals }) => {
  for (const [sign] of soon) await refusals.untilDone(refusalOf(sign));
  const names = new Set(soon.map(([sign]) => refusalOf(sign).lastName));
  const leads = (await service.dynamics.newLeads()).filter((row) => names.has(String(row["lastname"])));
  expect(leads).toHaveLength(soon.length);
  const rows = (await service.dynamics.newAppointments()).filter(({ _regardingobjectid_value: lead }) =>
    leads.some(({ leadid }) => leadid === lead),
  );
  expect(rows).toHaveLength(soon.length);
});
