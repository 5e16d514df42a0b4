/**
 * Which answers of Dynamics an Activity, or the Workflow, answers by itself with another request: every row says
 * what the first one is answered and which requests are made. All end in step.
 */
import { describe, expect } from "vitest";
import { type Refusals, type Refusal, type Step } from "../helpers/refusals.ts";
import { testWithService } from "../helpers/test-with-service.ts";

type Row = readonly [sign: string, step: Step, answer: object, requests: readonly string[]];

/** A row in one change set, whole and then its state; and one that is opened before. A single `PATCH` only changes. */
const whole = "PATCH+PATCH";
const opened = "PATCH+PATCH+PATCH";
/** A look-up: contacts, leads, users. */
const look = "GET+GET+GET+GET";
const closed = "Cannot update Closed or Cancelled Activity";
const matching = "A record with matching key values already exists.";

/** Requests that name the appointment's row. */
const inTheActivity: readonly Row[] = [
  ["401, the first", "saveAppointment", { status: 401 }, [whole, whole]],
  ["401, the first, of a change", "change", { status: 401 }, [whole, "PATCH", "PATCH"]],
  [
    "400 closed row, by its words",
    "change",
    { status: 400, code: "0x80040203", message: closed },
    [whole, "PATCH", opened],
  ],
  ["400 closed row, by its code", "change", { status: 400, code: "0x8004022E" }, [whole, "PATCH", opened]],
  [
    "400 closed row, by its other code",
    "change",
    { status: 400, code: "0x80040230" },
    [whole, "PATCH", opened],
  ],
  // Dynamics knows nothing of the row that is said to be closed, so it is written after all.
  [
    "400 closed row, never met",
    "saveAppointment",
    { status: 400, code: "0x0", message: closed },
    [whole, opened, whole],
  ],
  ["404 row gone, of a change", "change", { status: 404, code: "0x80040217" }, [whole, "PATCH", whole]],
  // Said to have been made by another attempt: a change then, which does not find it.
  ["412 lost race", "saveAppointment", { status: 412, code: "0x80040237" }, [whole, "PATCH", whole]],
  [
    "412 lost race for a key",
    "saveAppointment",
    { status: 412, code: "0x80060892" },
    [whole, "PATCH", whole],
  ],
];

/** Requests that name the client's lead. */
const byTheWorkflow: readonly Row[] = [
  ["404 client or owner gone", "saveAppointment", { status: 404, code: "0x80040217" }, [look, "PATCH", look]],
  ["404 client gone, by key", "saveAppointment", { status: 404, code: "0x80060891" }, [look, "PATCH", look]],
  [
    "412 another lead has the key",
    "createLead",
    { status: 412, code: "0x80060892" },
    [look, "PATCH", look, "PATCH"],
  ],
];

const test = testWithService();
let begun: ReadonlyMap<string, Refusal>;
test.beforeAll(async ({ refusals }) => {
  begun = await refusals.beginAll([...inTheActivity, ...byTheWorkflow]);
});

async function expectHealed(
  [sign, step, , requests]: Row,
  of: "leadId" | "activityId",
  refusals: Refusals,
): Promise<void> {
  const refusal = begun.get(sign) as Refusal;
  expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
  expect((await refusals.fared(refusal, step)).attempt).toBe(1);
  expect(await refusals.requestsOf(refusal, of)).toEqual(requests);
}

describe("healed in the same attempt of the Activity", () => {
  test.for(inTheActivity)("%s", (row, { refusals }) => expectHealed(row, "activityId", refusals));
});

describe("healed by the Workflow, which looks everybody up once more", () => {
  test.for(byTheWorkflow)("%s", (row, { refusals }) => expectHealed(row, "leadId", refusals));
});

test.for(["0x80040237", ""])(
  "412 %s on a lead is taken for made: the row is written on its timeline",
  async (code, { refusals }) => {
    const refusal = await refusals.begin("createLead", { status: 412, code, message: matching });
    expect((await refusals.untilDone(refusal)).syncState).toBe("InStep");
    // Nobody had made it in truth: Dynamics misses it at the first save, and it is made then.
    expect(await refusals.requestsOf(refusal, "activityId")).toEqual([whole, whole]);
    expect(await refusals.requestsOf(refusal, "leadId")).toEqual([look, "PATCH", look, "PATCH"]);
  },
);

test.for<[string, Step, object, string]>([
  ["412 another lead has the key", "createLead", { status: 412, code: "0x80060892" }, "DynamicsDuplicate"],
  ["404 client gone", "saveAppointment", { status: 404, code: "0x80040217" }, "DynamicsRowGone"],
])("%s: looked up once more, not for ever", async ([_sign, step, answer, type], { refusals }) => {
  const refusal = await refusals.begin(step, { ...answer, times: 100 });
  expect((await refusals.untilParked(refusal)).problem?.type).toBe(type);
  const asked = (await refusals.requestsOf(refusal, "leadId")).filter((form) => form === look);
  expect(asked).toHaveLength(2);
});
