/** The row a banker booked from, signed on its way through Coconut. */
import { expect, test } from "vitest";
import type { BookedFrom } from "../../src/appointments/appointment.ts";
import { readDelivery } from "../../src/coconut/read-delivery.ts";
import { WireMap } from "../../src/coconut/wire-map.ts";
import { created } from "./delivery.ts";
import { readCampaignWords, toCampaignWords } from "../../src/coconut/booked-from.ts";

const signer = { secret: Buffer.alloc(32, 7), tenant: "acme" };
const bookedFrom: BookedFrom = {
  table: "lead",
  id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  bookingKey: "9b2d7c1e-8a4f-4d2b-9a51-6c1b3f0e7d22",
  bookerId: "31",
};

test("what was signed is read again, and every word is short enough for a campaign word", () => {
  const words = toCampaignWords(bookedFrom, signer);
  expect(readCampaignWords(words, signer)).toEqual(bookedFrom);
  expect(Math.max(...Object.values(words).map((word) => word.length))).toBeLessThanOrEqual(100);
});

test("somebody else's words are nobody's row: any change, another secret, another tenant", () => {
  const words = toCampaignWords(bookedFrom, signer);
  const other = { ...bookedFrom, id: "00000000-0000-4000-8000-000000000001" };
  const forgeries = [
    { ...words, content: words.content.replace("lead.", "contact.") },
    { ...words, content: words.content.replace(bookedFrom.id, other.id) },
    { ...words, content: `${words.content.slice(0, -1)}${words.content.endsWith("A") ? "B" : "A"}` },
    { ...words, content: `lead.${bookedFrom.id}` },
    { ...words, content: `${words.content}\n` },
    { ...words, term: "another booking" },
    { ...words, campaign: "32" },
    { campaign: "31" },
    {},
  ];
  for (const forgery of forgeries) expect(readCampaignWords(forgery, signer)).toBeUndefined();
  expect(readCampaignWords(words, { ...signer, secret: Buffer.alloc(32, 8) })).toBeUndefined();
  expect(readCampaignWords(words, { ...signer, tenant: "other" })).toBeUndefined();
});

/** The sample delivery with campaign words, in the default wire or another. */
function told(utm: unknown, paths?: object) {
  const body = created({ "data.attributes.utm": utm });
  const wireMap = WireMap.parse(paths ? { paths: { extends: "json-api", ...paths } } : {});
  const rawBody = Buffer.from(JSON.stringify(body));
  const receivedAt = new Date("2026-03-04T15:00:06Z");
  const { tenant, secret: bookedFromSecret } = signer;
  const result = readDelivery({ body, rawBody, receivedAt }, { tenant, wireMap, bookedFromSecret });
  if (result.kind !== "event") expect.fail(JSON.stringify(result));
  return result.event;
}

test("a delivery brings the row back, also where another wire has the words", () => {
  const words = toCampaignWords(bookedFrom, signer);
  expect(told(words).appointment.bookedFrom).toEqual(bookedFrom);
  const at = (word: string) => `data.attributes.utm.${word}[0]`;
  const paths = { bookedFrom: { content: at("content"), term: at("term"), campaign: at("campaign") } };
  const listed = Object.fromEntries(Object.entries(words).map(([word, text]) => [word, [text]]));
  expect(told(listed, paths).appointment.bookedFrom).toEqual(bookedFrom);
});

test("campaign words of a public booking page are nobody's business, whatever they are", () => {
  const forged = { content: `lead.${bookedFrom.id}.${"A".repeat(22)}`, term: "x", campaign: "31" };
  const strange = [
    forged,
    null,
    "dynamics",
    [],
    { content: {}, term: 7, campaign: ["31"] },
    { content: "x".repeat(1e5) },
  ];
  const plain = told(undefined);
  for (const utm of strange) expect({ ...told(utm), eventId: plain.eventId }).toEqual(plain);
});

test("where it was booked from is no change of the appointment", () => {
  expect(told(toCampaignWords(bookedFrom, signer)).fingerprint).toBe(told(undefined).fingerprint);
});
