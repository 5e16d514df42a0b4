import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import type { Resource } from "./receiver.ts";
import type { Document, Errors } from "./requests.ts";
import { call, OPEN, openBooking, startSandboxNow } from "./requests.ts";
import { BRANCH, SERVICE, STAFF } from "./seed-ids.ts";

const TUESDAY = { start: "2021-03-02 10:00:00" };
const RETIREMENT = { ...TUESDAY, service_id: SERVICE.retirement };
const ANSWERS_AT = "/data/relationships/attendees/data/0/relationships/answers";
const AGREED: readonly (readonly [string, unknown])[] = [
  ["504", "2041"],
  ["505", "unsure"],
  ["508", "true"],
];

let sandbox: CoconutSandbox;

beforeEach(async () => {
  sandbox = await startSandboxNow();
});
afterEach(async () => sandbox[Symbol.asyncDispose]());

async function post<T>(body: object) {
  return call<T>(sandbox, "POST", `${OPEN}/appointments`, body);
}

function answering(attributes: object, ...answers: readonly (readonly (readonly [string, unknown])[])[]) {
  const { data } = openBooking(attributes);
  const people = answers.map((given, index) => ({
    type: "attendees",
    attributes: { first_name: "Zoe", last_name: `Kay ${index}`, email: "zoe@example.com" },
    relationships: {
      answers: {
        data: given.map(([id, value]) => ({
          type: "answers",
          attributes: { question_id: Number(id), value },
        })),
      },
    },
  }));
  return { data: { ...data, relationships: { attendees: { data: people } } } };
}

function answersIn(included: readonly Resource[]) {
  return included.filter(({ type }) => type === "answers").map(({ attributes }) => attributes);
}

describe("what is not offered is not booked", () => {
  test.each([
    ["a time that is over", { start: "2021-03-01 10:15:00" }, "start"],
    ["a time before opening", { start: "2021-03-02 08:45:00" }, "start"],
    ["a time that runs past closing", { start: "2021-03-02 16:30:00" }, "start"],
    ["a time off the quarter hour", { start: "2021-03-02 10:05:00" }, "start"],
    ["a Sunday", { start: "2021-03-07 10:00:00" }, "start"],
    ["lunch", { staff_id: STAFF.marc, start: "2021-03-02 12:00:00" }, "start"],
    [
      "a time when the additional one is off",
      { additional_staff_id: STAFF.priya, start: "2021-03-05 10:00:00" },
      "start",
    ],
    ["staff of another branch", { ...TUESDAY, staff_id: STAFF.sam }, "staff_id"],
    [
      "staff who do not offer it",
      { ...TUESDAY, service_id: SERVICE.businessLending, staff_id: STAFF.dana },
      "staff_id",
    ],
    ["staff who have left", { ...TUESDAY, staff_id: STAFF.oldHand }, "staff_id"],
    [
      "additional staff who do not offer it",
      { ...TUESDAY, service_id: SERVICE.account, additional_staff_id: STAFF.lena },
      "additional_staff_id",
    ],
    [
      "a way in which it is not held",
      { ...TUESDAY, service_id: SERVICE.account, meeting_method: 2 },
      "meeting_method",
    ],
    [
      "a visit by a branch that makes none",
      { ...TUESDAY, location_id: BRANCH.halifax, staff_id: STAFF.elena, meeting_method: 4 },
      "meeting_method",
    ],
    [
      "a service nobody there offers",
      { ...TUESDAY, location_id: BRANCH.halifax, service_id: SERVICE.businessLending, staff_id: null },
      "service_id",
    ],
    ["a visit at no place", { ...TUESDAY, location_id: null }, "location_id"],
    [
      "a language nobody there speaks",
      {
        ...TUESDAY,
        location_id: BRANCH.toronto,
        service_id: SERVICE.businessLending,
        staff_id: null,
        supported_locale: "fr",
      },
      "supported_locale",
    ],
  ])("%s", async (_what, attributes, where) => {
    const answer = await post<Errors>(openBooking(attributes));
    const pointer = `/data/attributes/${where}`;
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ source: { pointer } }] } });
  });

  test("what is taken is a conflict, for one and for anyone who speaks the language", async () => {
    expect((await post(openBooking(TUESDAY))).status).toBe(201);
    expect((await post(openBooking(TUESDAY))).status).toBe(409);
    const french = { ...TUESDAY, staff_id: null, supported_locale: "fr" };
    const { body } = await post<Document>(openBooking(french));
    expect(body.data.relationships?.staff.data).toStrictEqual([{ type: "users", id: "32" }]);
    expect((await post(openBooking(french))).status).toBe(409);
  });

  test("a booking can only be moved to a time at which its staff work", async () => {
    const { body } = await post<Document>(openBooking(TUESDAY));
    const move = async (start: string) =>
      call(sandbox, "PATCH", `${OPEN}/appointments/${body.data.id}?code=${body.meta?.code}`, {
        data: { attributes: { start } },
      });
    expect((await move("2021-03-02 18:00:00")).status).toBe(422);
    expect((await move("2021-03-01 09:00:00")).status).toBe(422);
    expect((await move("2021-03-03 16:15:00")).status).toBe(200);
    await post(openBooking(TUESDAY));
    expect((await move("2021-03-02 10:15:00")).status).toBe(409);
  });
});

describe("what is told of a booking", () => {
  test("a call at no place has no location, and is told in the caller's zone", async () => {
    const call3 = {
      location_id: null,
      meeting_method: 3,
      timezone: "Europe/Paris",
      start: "2021-03-02 16:00:00",
    };
    const { status, body } = await post<Document>(openBooking(call3));
    expect(status).toBe(201);
    expect(body.data.relationships).toMatchObject({ location: { data: null } });
    expect(body.included.map(({ type }) => type)).not.toContain("locations");
    expect(body.data.attributes).toMatchObject({ end: "2021-03-02 16:45:00", timezone: "Europe/Paris" });
  });

  test("who booked, where it came from and whom to notify are kept", async () => {
    const utm = { source: "dynamics", medium: "pane", content: "lead.x.y", term: "key" };
    const meta = { booker: 31, notify: { client: true, user: false }, utm: { ...utm, other: "no" } };
    const { body } = await post<Document>({ ...openBooking(TUESDAY), meta });
    expect(body.data.attributes).toMatchObject({ booked_through: 9, booker: "31", utm });
    expect(body.data.attributes["utm"]).toStrictEqual(utm);
    const { body: kept } = await call(sandbox, "GET", `/sandbox/appointments/${body.data.id}`);
    expect(kept).toMatchObject({ meta: { notify: { client: true, user: false } } });
    const unknown = await post<Errors>({ ...openBooking(TUESDAY), meta: { booker: 99 } });
    expect(unknown).toMatchObject({
      status: 422,
      body: { errors: [{ source: { pointer: "/meta/booker" } }] },
    });
  });
});

describe("answers", () => {
  test("they are told with their questions, each kind as it is kept", async () => {
    const given = [...AGREED.slice(0, 2), ["506", "tfsa"], ["507", "Old papers"], ["508", true]] as const;
    const { status, body } = await post<Document>(answering(RETIREMENT, given));
    expect(status).toBe(201);
    expect(answersIn(body.included)).toStrictEqual([
      { question_id: "504", question: "In what year do you want to retire?", value: "2041" },
      { question_id: "505", question: "Do you have a workplace pension?", value: "unsure" },
      { question_id: "506", question: "What do you save in today?", value: ["tfsa"] },
      { question_id: "507", question: "Anything we should prepare?", value: "Old papers" },
      {
        question_id: "508",
        question: "The client agrees that we look at their accounts beforehand",
        value: "true",
      },
    ]);
    const attendee = body.included.find(({ type }) => type === "attendees");
    const linked = body.included
      .filter(({ type }) => type === "answers")
      .map(({ type, id }) => ({ type, id }));
    expect(attendee?.relationships).toStrictEqual({ answers: { data: linked } });
  });

  test.each([
    ["none where some are needed", [], /must be answered.*must be answered.*must be answered/u],
    ["an empty one", [["504", ""], ...AGREED.slice(1)], /"In what year/u],
    ["an option that is not offered", [...AGREED, ["505", "maybe"]], /yes, no, unsure/u],
    ["one option of several that is not offered", [...AGREED, ["506", ["rrsp", "gold"]]], /rrsp, tfsa/u],
    ["a consent that is refused", [...AGREED, ["508", "false"]], /must be ticked/u],
    ["a tick that is neither", [...AGREED, ["508", "perhaps"]], /true or false/u],
    ["a question that is not asked", [...AGREED, ["501", "renew"]], /question 501 is not asked/u],
  ] as const)("%s is refused at the attendee's answers", async (_what, given, sentence) => {
    const answer = await post<Errors>(answering(RETIREMENT, given));
    expect(answer.status).toBe(422);
    expect(new Set(answer.body.errors.map(({ source }) => source?.pointer))).toStrictEqual(
      new Set([ANSWERS_AT]),
    );
    expect(answer.body.errors.map(({ detail }) => detail).join(" ")).toMatch(sentence);
  });

  test("each attendee is asked, and what each says is checked", async () => {
    const pointer = ANSWERS_AT.replace("0", "1");
    const wrong = await post<Errors>(answering(RETIREMENT, AGREED, [...AGREED, ["505", "maybe"]]));
    expect(wrong.body.errors).toMatchObject([{ source: { pointer } }]);
    const silent = await post<Errors>(answering(RETIREMENT, AGREED, []));
    expect(new Set(silent.body.errors.map(({ source }) => source?.pointer))).toStrictEqual(
      new Set([pointer]),
    );
    const { status, body } = await post<Document>(
      answering(RETIREMENT, AGREED, AGREED, [...AGREED, ["505", "no"]]),
    );
    expect(status).toBe(201);
    expect(body.included.filter(({ type }) => type === "attendees")).toHaveLength(3);
    expect(answersIn(body.included)).toHaveLength(3 * AGREED.length);
  });
});
