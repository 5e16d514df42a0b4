import { expect, test } from "vitest";
import { createApi } from "../server/api.ts";
import { bookUntilKnown, bookingBody, createIdempotencyKeys, isOutcomeUnknown } from "../booking/booking.ts";
import type { BookingBody } from "../../src/pane/contract.ts";
import { answerWith, refusalReply } from "./stub-server.ts";
import { answered, noted, phoneOnly, play, reviewed, slot, started } from "./sample-booking.ts";

const row = { table: "lead", id: "0aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" } as const;

function bodyOf(flow = reviewed): BookingBody {
  const body = bookingBody(flow, row);
  if (body === undefined) throw new Error("The sample is not ready to be booked.");
  return body;
}

function countedKeys() {
  let count = 0;
  return createIdempotencyKeys(() => `key-${(count += 1)}`);
}

test("the booking says what was reviewed, in the server's shape", () => {
  const flow = play(
    reviewed,
    noted(" Bring papers \n"),
    { type: "attendee_added", language: "fr" },
    { type: "attendee_changed", index: 1, change: { firstName: " John ", lastName: "Doe" } },
    noted("Is deaf", 1),
    answered({ q1: [" "] }, 1),
    { type: "notify_set", isNotified: false },
  );
  expect(bodyOf(flow)).toEqual({
    row,
    service: "1",
    method: "at_location",
    location: "12",
    staff: "31",
    language: null,
    start: slot.start,
    timezone: "America/Toronto",
    attendees: [
      {
        firstName: "Jane",
        lastName: "Doe",
        email: "jane@example.com",
        cellPhone: null,
        language: "en",
        notes: "Bring papers",
        answers: [{ questionId: "q1", value: "A house" }],
      },
      {
        firstName: "John",
        lastName: "Doe",
        email: null,
        cellPhone: null,
        language: "fr",
        notes: "Is deaf",
        answers: [],
      },
    ],
    notify: false,
  });
});

test("a phone call is booked without a location, with a language where one was chosen", () => {
  const call = play(
    started,
    { type: "service_chosen", service: phoneOnly },
    { type: "staff_chosen", staff: { kind: "language", language: "fr" } },
    { type: "slot_chosen", slot: { ...slot, timezone: "America/Vancouver" } },
  );
  expect(bodyOf(call)).toMatchObject({
    location: null,
    staff: null,
    language: "fr",
    timezone: "America/Vancouver",
  });
});

test("several choices go as a list, one as a text, and an unanswered question not at all", () => {
  const options = [{ value: "a", label: "A" }];
  const question = {
    id: "m",
    label: "M",
    help: null,
    kind: "multiselect",
    required: false,
    options,
  } as const;
  const flow = play(
    reviewed,
    {
      type: "questions_loaded",
      questions: [
        question,
        { ...question, id: "c", kind: "checkbox", options: [] },
        { ...question, id: "n" },
      ],
    },
    answered({ m: ["a"], c: ["true"], n: [] }),
    { type: "attendee_added", language: "en" },
    answered({ m: ["b", "a"] }, 1),
  );
  expect(bodyOf(flow).attendees.map(({ answers }) => answers)).toEqual([
    [
      { questionId: "m", value: ["a"] },
      { questionId: "c", value: "true" },
    ],
    [{ questionId: "m", value: ["b", "a"] }],
  ]);
});

test("nothing can be booked before it is chosen", () => {
  expect(bookingBody(started, row)).toBeUndefined();
  expect(bookingBody(play(reviewed, { type: "slot_chosen", slot: null }), row)).toBeUndefined();
  expect(bookingBody({ ...reviewed, location: null }, row)).toBeUndefined();
});

test("one content has one key, another content another, and the first its own again", () => {
  const keys = countedKeys();
  const changed = bodyOf(play(reviewed, noted("x")));
  expect([keys.keyFor(bodyOf()), keys.keyFor(bodyOf()), keys.keyFor(changed), keys.keyFor(bodyOf())]).toEqual(
    ["key-1", "key-1", "key-2", "key-1"],
  );
});

test.each([
  "outcome_unknown",
  "network_lost",
  "unreadable",
  "session_expired",
  "coconut_unavailable",
  "too_many",
])("after %s the key is kept", (code) => {
  const keys = countedKeys();
  keys.keyFor(bodyOf());
  keys.settle(bodyOf(), code, false);
  expect(keys.keyFor(bodyOf())).toBe("key-1");
});

const finalAtDoor = ["row_gone", "row_not_yours", "not_in_dynamics", "too_large"];

test.each(["slot_taken", "invalid", "coconut_refused", "key_reused", ...finalAtDoor])(
  "after %s nothing is booked under the key, and the same wish is a new booking",
  (code) => {
    const keys = countedKeys();
    keys.keyFor(bodyOf());
    keys.settle(bodyOf(), code, false);
    expect(keys.keyFor(bodyOf())).toBe("key-2");
    expect(isOutcomeUnknown(code, false)).toBe(false);
  },
);

test.each(finalAtDoor)("after %s an earlier try is as uncertain as before, and its key is kept", (code) => {
  const keys = countedKeys();
  keys.keyFor(bodyOf());
  keys.settle(bodyOf(), code, true);
  expect(keys.keyFor(bodyOf())).toBe("key-1");
  expect(isOutcomeUnknown(code, true)).toBe(true);
});

test("the server's answer to the key ends the uncertainty, and the key with it", () => {
  const keys = countedKeys();
  keys.keyFor(bodyOf());
  keys.settle(bodyOf(), "slot_taken", true);
  expect(keys.keyFor(bodyOf())).toBe("key-2");
});

test("what became of a booking stays open until an answer says it", () => {
  expect(isOutcomeUnknown("network_lost", false)).toBe(true);
  expect(isOutcomeUnknown("outcome_unknown", false)).toBe(true);
  expect(isOutcomeUnknown("session_expired", true)).toBe(true);
  expect(isOutcomeUnknown("too_many", true)).toBe(true);
  expect(isOutcomeUnknown("dynamics_unavailable", true)).toBe(true);
  expect(isOutcomeUnknown("temporal_unavailable", true)).toBe(true);
  expect(isOutcomeUnknown("internal_error", true)).toBe(true);
  expect(isOutcomeUnknown("a code that is made tomorrow", true)).toBe(true);
  expect(isOutcomeUnknown("dynamics_unavailable", false)).toBe(false);
  expect(isOutcomeUnknown("session_expired", false)).toBe(false);
  expect(isOutcomeUnknown("slot_taken", true)).toBe(false);
  expect(isOutcomeUnknown("coconut_unavailable", true)).toBe(false);
});

test("an unknown outcome is asked about with the same key until it is known", async () => {
  const unknown = refusalReply(504, "outcome_unknown");
  await using server = await answerWith(unknown, unknown, { status: 201, body: { appointmentId: "9001" } });
  let again = 0;
  const api = createApi(server.url, "en").as("t");
  const answer = await bookUntilKnown(api, bodyOf(), "key-1", () => (again += 1), [1, 1, 1]);
  expect(answer).toMatchObject({ kind: "ok", value: { appointmentId: "9001" } });
  expect(again).toBe(2);
  expect(server.asked.map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1", "key-1"]);
  expect(new Set(server.asked.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test("after a few tries the banker decides, and any other refusal is not repeated", async () => {
  await using unsure = await answerWith(refusalReply(504, "outcome_unknown"));
  const answer = await bookUntilKnown(
    createApi(unsure.url, "en").as("t"),
    bodyOf(),
    "k",
    () => undefined,
    [1, 1],
  );
  expect(answer).toMatchObject({ code: "outcome_unknown" });
  expect(unsure.asked).toHaveLength(3);

  await using taken = await answerWith(refusalReply(409, "slot_taken"));
  await bookUntilKnown(createApi(taken.url, "en").as("t"), bodyOf(), "k", () => undefined, [1, 1]);
  expect(taken.asked).toHaveLength(1);
});
