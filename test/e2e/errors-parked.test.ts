/**
 * Which answers of Dynamics are for a person, after how many tries, and what that person reads. Every row says what
 * an Activity is answered. The rows run at once, each with its own client and booking.
 */
import { describe, expect } from "vitest";
import { type Refusals, type Refusal, type Step } from "../helpers/refusals.ts";
import { testWithService } from "../helpers/test-with-service.ts";

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
}
/** `says`: words that the person is to find. */
type Row = readonly [sign: string, step: Step, answer: Answer, says: RegExp];

const words = "Canary: the 'x' of Ann is 5.";
const lead = "leads";
const missing = "Principal user (Id=1) is missing prvCreateLead privilege";

const atOnce: readonly Row[] = [
  [
    "400 plug-in refused",
    "createLead",
    { status: 400, code: "0x80040265", message: "Branch 7 is closed to Ann." },
    /"Branch 7 is closed to \(…\)\."\. A rule in Dynamics/,
  ],
  ["400 undeclared property", "createLead", { status: 400, code: "0x80048d19" }, /in the mapping/],
  ["400 malformed query", "findClient", { status: 400, code: "0x80060888" }, /report it/],
  ["400 without a code", "findClient", { status: 400, code: "" }, /report it/],
  ["400 with no code to speak of", "change", { status: 400, code: "0x0" }, /report it/],
  [
    "400 too long",
    "createLead",
    { status: 400, code: "0x80044331", message: words },
    /Canary.* in the mapping/,
  ],
  [
    "400 whole number",
    "change",
    { status: 400, code: "0x8004432F", message: words },
    /Canary.* in the mapping/,
  ],
  [
    "400 decimal",
    "createLead",
    { status: 400, code: "0x80044330", message: words },
    /Canary.* in the mapping/,
  ],
  [
    "400 choice",
    "saveAppointment",
    { status: 400, code: "0x8004431A", message: words },
    /Canary.* in the mapping/,
  ],
  ["400 date", "saveAppointment", { status: 400, code: "0x80040239" }, /in the mapping/],
  ["400 argument", "createLead", { status: 400, code: "0x80040203" }, /in the mapping/],
  ["400 characters", "createLead", { status: 400, code: "0x80040278" }, /in the mapping/],
  [
    "400 status of another state",
    "change",
    { status: 400, code: "0x80048408", message: words },
    /Canary.* mapping/,
  ],
  ["400 key not there or not active", "createLead", { status: 400, code: "0x80060890" }, /report it/],
  [
    "403 privilege",
    "createLead",
    { status: 403, code: "0x80040220", message: missing },
    /prvCreateLead.* privilege/,
  ],
  [
    "403 another privilege",
    "findClient",
    { status: 403, code: "0x80048306", message: missing },
    /prvCreateLead/,
  ],
  ["403 sharing", "change", { status: 403, code: "0x80040231", message: missing }, /prvCreateLead/],
  [
    "403 assigning",
    "saveAppointment",
    { status: 403, code: "0x80048405", message: missing },
    /prvCreateLead/,
  ],
  ["403 not in the organisation", "findClient", { status: 403, code: "0x80072560" }, /application user/],
  ["403 no role", "findClient", { status: 403, code: "0x80042F09" }, /application user/],
  ["403 disabled user", "createLead", { status: 403, code: "0x80040225" }, /application user/],
  ["403 no licence", "saveAppointment", { status: 403, code: "0x8004D24B" }, /application user/],
  [
    "404 no such table",
    "createLead",
    { status: 404, code: "0x8006088a", message: `Resource not found for the segment '${lead}'.` },
    /segment 'leads'.*Install Dynamics 365 Sales/,
  ],
  ["404 of nothing we know", "findClient", { status: 404, code: "" }, /report it/],
  [
    "412 duplicate detection",
    "createLead",
    { status: 412, code: "0x80040333" },
    /duplicate detection rule of this table .* change or unpublish the rule/,
  ],
  ["500 duplicate detection", "createLead", { status: 500, code: "0x80040333" }, /duplicate detection rule/],
  ["413 without a code", "saveAppointment", { status: 413, code: "" }, /`description` a smaller maxLength/],
  ["413 too large", "change", { status: 413, code: "0x8004418A" }, /`description` a smaller maxLength/],
  ["418, which nobody has thought about", "findClient", { status: 418, code: "" }, /report it/],
];

const afterFive: readonly Row[] = [
  ["500 unexpected", "saveAppointment", { status: 500, code: "0x80040216" }, /Microsoft's support/],
  ["400 unexpected", "createLead", { status: 400, code: "0x80040216" }, /Microsoft's support/],
  [
    "500 unexpected, by its other code",
    "findClient",
    { status: 500, code: "0x80040224" },
    /Microsoft's support/,
  ],
  ["400 plug-in timeout", "saveAppointment", { status: 400, code: "0x80081111" }, /tell its administrator/],
  ["400 plug-in worker timeout", "createLead", { status: 400, code: "0x80044171" }, /tell its administrator/],
  ["400 plug-in took too long", "change", { status: 400, code: "0x80044172" }, /tell its administrator/],
  ["500 plug-in was stopped", "change", { status: 500, code: "0x80044173" }, /tell its administrator/],
];

const test = testWithService();
let begun: ReadonlyMap<string, Refusal>;
test.beforeAll(async ({ refusals }) => {
  begun = await refusals.beginAll([...afterFive, ...atOnce], { times: 100 });
});

async function expectParked(
  [sign, step, answer, says]: Row,
  { tries, type }: { readonly tries: number; readonly type: string },
  refusals: Refusals,
): Promise<void> {
  const refusal = begun.get(sign) as Refusal;
  const { problem } = await refusals.untilParked(refusal);
  expect(problem).toMatchObject({ type, message: expect.stringMatching(says) });
  expect(problem?.message).toContain(`: ${answer.status}`);
  expect(problem?.message).toContain("send the Signal `retry`");
  expect(problem?.message).not.toMatch(new RegExp(`${refusal.lastName}|Ann`));
  expect((await refusals.fared(refusal, step)).attempt).toBe(tries);
}

describe("parked at the first try", () => {
  test.for(atOnce)("%s", (row, { refusals }) =>
    expectParked(row, { tries: 1, type: "DynamicsRefused" }, refusals),
  );
});

describe("parked at the fifth try", () => {
  test.for(afterFive)("%s", (row, { refusals }) =>
    expectParked(row, { tries: 5, type: "DynamicsUnexpected" }, refusals),
  );
});
