import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, comparableName, matchClient, personKey } from "../../src/appointments/matching.ts";
import { annLee } from "../helpers/canonical.ts";

const ownId = "own";
const ownIds = [ownId, "own by an older version"];
function candidate(differences: Partial<Candidate>): Candidate {
  return {
    table: "lead",
    id: "other",
    firstName: "Ann",
    lastName: "Lee",
    email: "ann.lee@example.com",
    isOpen: true,
    createdAt: "2026-01-01T00:00:00Z",
    ...differences,
  };
}

test("nobody is matched when nobody fits: only e-mail and both names together make a person", () => {
  expect(matchClient(annLee, ownIds, [])).toBeUndefined();
  expect(matchClient(annLee, ownIds, [candidate({ lastName: "Li" })])).toBeUndefined();
  expect(matchClient(annLee, ownIds, [candidate({ email: "lee@example.com" })])).toBeUndefined();
  const { email: _email, ...withoutEmail } = annLee;
  expect(matchClient(withoutEmail, ownIds, [candidate({ email: "" })])).toBeUndefined();
});

test("case and accents do not make another person, as in Dataverse's own comparison", () => {
  const jose = { ...annLee, firstName: "José", email: "JOSE@example.com" };
  const row = candidate({ id: "1", firstName: "JOSE", email: "jose@Example.com" });
  expect(matchClient(jose, ownIds, [row])?.id).toBe("1");
});

test("the lead we made ourselves comes first, whatever it is called by now", () => {
  const own = candidate({ id: ownId, firstName: "Anna", email: "new@example.com" });
  const match = matchClient(annLee, ownIds, [candidate({ table: "contact", id: "c" }), own]);
  expect(match).toMatchObject({ table: "lead", id: ownId, basis: "own lead" });
});

test("of two leads that we made, by an older version too, the open one is taken, else the one with the present id", () => {
  const [present, older] = ownIds.map((id) => candidate({ id }));
  if (!present || !older) expect.fail();
  const idOf = (...rows: readonly Candidate[]) => matchClient(annLee, ownIds, rows)?.id;
  expect(idOf(older)).toBe(older.id);
  expect(idOf(older, present)).toBe(present.id);
  expect(idOf(older, { ...present, isOpen: false })).toBe(older.id);
  expect(idOf({ ...older, isOpen: false }, { ...present, isOpen: false })).toBe(present.id);
});

test("a contact comes before a lead, and the newest before older ones; how many there were is kept", () => {
  const rows = [
    candidate({ id: "old", createdAt: "2020-01-01T00:00:00Z" }),
    candidate({ id: "new" }),
    candidate({ id: "contact", table: "contact", createdAt: "2019-01-01T00:00:00Z" }),
  ];
  expect(matchClient(annLee, ownIds, rows)).toMatchObject({ table: "contact", id: "contact", candidates: 3 });
  expect(matchClient(annLee, ownIds, rows.slice(0, 2))).toMatchObject({ id: "new", candidates: 2 });
});

test("a qualified lead leads to its contact, a merged row to its master", () => {
  const qualified = candidate({ id: ownId, isOpen: false, contactId: "contact" });
  expect(matchClient(annLee, ownIds, [qualified])).toMatchObject({ table: "contact", id: "contact" });
  const merged = candidate({ isOpen: false, masterId: "master" });
  expect(matchClient(annLee, ownIds, [merged])).toMatchObject({ table: "lead", id: "master" });
});

test("a name longer than its column is compared by what was written of it", () => {
  const long = { ...annLee, lastName: "L".repeat(80) };
  expect(matchClient(long, ownIds, [candidate({ id: "1", lastName: "L".repeat(50) })])?.id).toBe("1");
  const emoji = { ...annLee, lastName: `${"L".repeat(49)}😀` };
  expect(matchClient(emoji, ownIds, [candidate({ id: "2", lastName: "L".repeat(49) })])?.id).toBe("2");
});

test("a disqualified lead of somebody else's making is not picked up again", () => {
  expect(matchClient(annLee, ownIds, [candidate({ isOpen: false })])).toBeUndefined();
});

test("space around a name or an address does not make another person, space within does", () => {
  const row = { table: "contact", id: "c", isOpen: true, createdAt: "2026-01-01T00:00:00Z" } as const;
  const spaced = { ...row, firstName: "Ann ", lastName: " Lee", email: " ann.lee@example.com " };
  expect(matchClient(annLee, ownIds, [spaced])?.id).toBe("c");
  expect(matchClient(annLee, ownIds, [{ ...spaced, lastName: "L ee" }])).toBeUndefined();
});

test("two attendees have one key exactly when the lead of either is found for the other", () => {
  const word = fc.constantFrom(
    "Zoë",
    "ZOE ",
    "Zoe\u0308",
    "Müller",
    " muller",
    "L".repeat(60),
    "l".repeat(50),
    "Li",
    "",
  );
  const email = fc.constantFrom("zoe@example.com", " ZOË@example.com", "li@example.com", "", " ");
  const attendee = fc.record(
    { id: fc.constant("1"), firstName: word, lastName: word, email },
    { requiredKeys: ["id"] },
  );
  fc.assert(
    fc.property(attendee, attendee, (one, other) => {
      const { firstName = "", lastName = "" } = comparableName(other);
      const lead = candidate({ firstName, lastName, email: other.email ?? "" });
      const isFound = matchClient(one, [ownId], [lead]) !== undefined;
      expect(personKey(one) !== undefined && personKey(one) === personKey(other)).toBe(isFound);
    }),
    { numRuns: 1_000 },
  );
});
