/**
 * The row a banker booked from, written as campaign words (UTM): Coconut keeps those with the appointment and sends them in
 * deliveries. Anybody can add campaign words to the address of a public booking page, so ours are signed.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { BookedFrom } from "../appointments/appointment.ts";
import { isRowRef } from "../appointments/row-ref.ts";

/** `meta.utm` of a booking (Open API v2). */
export interface CampaignWords {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly content: string;
  readonly term: string;
}

/** What is signed with. The tenant is signed too, so that two deployments with the same secret do not accept each other. */
export interface Signer {
  readonly secret: Uint8Array;
  readonly tenant: string;
}

/** The words to send with a booking. */
export function toCampaignWords(bookedFrom: BookedFrom, signer: Signer): CampaignWords {
  const { table, id, bookingKey, bookerId } = bookedFrom;
  return {
    source: "dynamics",
    medium: "pane",
    campaign: bookerId,
    content: `${table}.${id}.${sign(bookedFrom, signer)}`,
    term: bookingKey,
  };
}

/** The row in the words that came with an appointment; undefined where they are not ours. */
export function readCampaignWords(
  words: { readonly [Word in "campaign" | "content" | "term"]?: string | undefined },
  signer: Signer,
): BookedFrom | undefined {
  const { content = "", term = "", campaign = "" } = words;
  const [, table, id, mac] = /^(\w+)\.([\w-]+)\.([\w-]{22})$/.exec(content) ?? [];
  const row = { table, id };
  if (!isRowRef(row) || mac === undefined) return undefined;
  const bookedFrom: BookedFrom = { ...row, bookingKey: term, bookerId: campaign };
  return timingSafeEqual(Buffer.from(sign(bookedFrom, signer)), Buffer.from(mac)) ? bookedFrom : undefined;
}

/** 128 bits of an HMAC, 22 characters: campaign words have to be short. */
function sign({ table, id, bookingKey, bookerId }: BookedFrom, { secret, tenant }: Signer): string {
  const claim = JSON.stringify(["booked from", tenant.toLowerCase(), table, id, bookingKey, bookerId]);
  return createHmac("sha256", secret).update(claim).digest("base64url").slice(0, 22);
}
