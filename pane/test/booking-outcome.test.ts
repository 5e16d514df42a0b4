import { expect, test } from "vitest";
import { bookUntilKnown, createIdempotencyKeys, isOutcomeUnknown } from "../booking/booking-outcome.ts";
import { bankerApi, refusalReply, startStubServer } from "./stub-server.ts";
import { bodyOf, noted, applyActions, reviewed } from "./sample-booking.ts";

function countedKeys() {
  let count = 0;
  return createIdempotencyKeys(() => `key-${(count += 1)}`);
}

test("the same content always has the same key, another content another", () => {
  const keys = countedKeys();
  const changed = bodyOf(applyActions(reviewed, noted("x")));
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
  keys.forgetAfter(bodyOf(), code, false);
  expect(keys.keyFor(bodyOf())).toBe("key-1");
});

const finalBeforeKey = ["row_gone", "row_not_yours", "not_in_dynamics", "too_large"];

test.each(["slot_taken", "invalid", "coconut_refused", "key_reused", ...finalBeforeKey])(
  "after %s nothing is booked under the key, and the same content is a new booking",
  (code) => {
    const keys = countedKeys();
    keys.keyFor(bodyOf());
    keys.forgetAfter(bodyOf(), code, false);
    expect(keys.keyFor(bodyOf())).toBe("key-2");
    expect(isOutcomeUnknown(code, false)).toBe(false);
  },
);

test.each(finalBeforeKey)(
  "after %s the outcome of an earlier request is as unknown as before, and its key is kept",
  (code) => {
    const keys = countedKeys();
    keys.keyFor(bodyOf());
    keys.forgetAfter(bodyOf(), code, true);
    expect(keys.keyFor(bodyOf())).toBe("key-1");
    expect(isOutcomeUnknown(code, true)).toBe(true);
  },
);

test("a refusal under the key says that nothing was booked, and the key is forgotten", () => {
  const keys = countedKeys();
  keys.keyFor(bodyOf());
  keys.forgetAfter(bodyOf(), "slot_taken", true);
  expect(keys.keyFor(bodyOf())).toBe("key-2");
});

test("the outcome of a booking stays unknown until a response tells", () => {
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

test("while the outcome is unknown the booking is sent again with the same key", async () => {
  const unknown = refusalReply(504, "outcome_unknown");
  await using server = await startStubServer(unknown, unknown, {
    status: 201,
    body: { appointmentId: "9001" },
  });
  let again = 0;
  const api = bankerApi(server.url);
  const answer = await bookUntilKnown(api, bodyOf(), "key-1", () => (again += 1), [1, 1, 1]);
  expect(answer).toMatchObject({ kind: "ok", value: { appointmentId: "9001" } });
  expect(again).toBe(2);
  expect(server.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
    "key-1",
    "key-1",
    "key-1",
  ]);
  expect(new Set(server.requests.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test("sending again stops after the last wait, and no other refusal is repeated", async () => {
  await using unsure = await startStubServer(refusalReply(504, "outcome_unknown"));
  const answer = await bookUntilKnown(bankerApi(unsure.url), bodyOf(), "k", () => undefined, [1, 1]);
  expect(answer).toMatchObject({ code: "outcome_unknown" });
  expect(unsure.requests).toHaveLength(3);

  await using taken = await startStubServer(refusalReply(409, "slot_taken"));
  await bookUntilKnown(bankerApi(taken.url), bodyOf(), "k", () => undefined, [1, 1]);
  expect(taken.requests).toHaveLength(1);
});
