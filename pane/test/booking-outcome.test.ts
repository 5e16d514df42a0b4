import { expect, test } from "vitest";
import { createApi } from "../server/api.ts";
import { bookUntilKnown, createIdempotencyKeys, isOutcomeUnknown } from "../booking/booking-outcome.ts";
import { answerWith, refusalReply } from "./stub-server.ts";
import { bodyOf, noted, play, reviewed } from "./sample-booking.ts";

function countedKeys() {
  let count = 0;
  return createIdempotencyKeys(() => `key-${(count += 1)}`);
}

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
  keys.forgetAfter(bodyOf(), code, false);
  expect(keys.keyFor(bodyOf())).toBe("key-1");
});

const finalAtDoor = ["row_gone", "row_not_yours", "not_in_dynamics", "too_large"];

test.each(["slot_taken", "invalid", "coconut_refused", "key_reused", ...finalAtDoor])(
  "after %s nothing is booked under the key, and the same wish is a new booking",
  (code) => {
    const keys = countedKeys();
    keys.keyFor(bodyOf());
    keys.forgetAfter(bodyOf(), code, false);
    expect(keys.keyFor(bodyOf())).toBe("key-2");
    expect(isOutcomeUnknown(code, false)).toBe(false);
  },
);

test.each(finalAtDoor)("after %s an earlier try is as uncertain as before, and its key is kept", (code) => {
  const keys = countedKeys();
  keys.keyFor(bodyOf());
  keys.forgetAfter(bodyOf(), code, true);
  expect(keys.keyFor(bodyOf())).toBe("key-1");
  expect(isOutcomeUnknown(code, true)).toBe(true);
});

test("the server's answer to the key ends the uncertainty, and the key with it", () => {
  const keys = countedKeys();
  keys.keyFor(bodyOf());
  keys.forgetAfter(bodyOf(), "slot_taken", true);
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
  const api = createApi(server.url, "en").forBanker("t");
  const answer = await bookUntilKnown(api, bodyOf(), "key-1", () => (again += 1), [1, 1, 1]);
  expect(answer).toMatchObject({ kind: "ok", value: { appointmentId: "9001" } });
  expect(again).toBe(2);
  expect(server.asked.map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1", "key-1"]);
  expect(new Set(server.asked.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test("after a few tries the banker decides, and any other refusal is not repeated", async () => {
  await using unsure = await answerWith(refusalReply(504, "outcome_unknown"));
  const answer = await bookUntilKnown(
    createApi(unsure.url, "en").forBanker("t"),
    bodyOf(),
    "k",
    () => undefined,
    [1, 1],
  );
  expect(answer).toMatchObject({ code: "outcome_unknown" });
  expect(unsure.asked).toHaveLength(3);

  await using taken = await answerWith(refusalReply(409, "slot_taken"));
  await bookUntilKnown(createApi(taken.url, "en").forBanker("t"), bodyOf(), "k", () => undefined, [1, 1]);
  expect(taken.asked).toHaveLength(1);
});
