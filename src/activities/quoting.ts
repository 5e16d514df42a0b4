/** Dynamics' own words, made fit for everybody who may look into Temporal. */
import type { Attendee, Staff } from "../appointments/appointment.ts";

/**
 * Without e-mail addresses, without what Coconut told us of the people concerned, and cut short. A plug-in's
 * author may have put a client's name into a message; which words of it are names, only the appointment tells.
 */
export function quotable(message: string, people: readonly Partial<Attendee & Staff>[]): string {
  const personal = new Set(people.flatMap(identifyingWords));
  return message
    .replaceAll(/\S+@\S+/g, "(address)")
    .replaceAll(aWord, (word) => (personal.has(word.toLowerCase()) ? "(…)" : word))
    .slice(0, 300);
}

const aWord = /[\p{L}\p{N}]+/gu;

/** Single letters stay: an initial tells little, and `a` would go from every sentence. */
function identifyingWords(person: Partial<Attendee & Staff>): string[] {
  const { clientId, externalId, firstName, lastName, email, phone, cellPhone, workPhone, address, postcode } =
    person;
  const texts = [
    clientId,
    externalId,
    firstName,
    lastName,
    email,
    phone,
    cellPhone,
    workPhone,
    address,
    postcode,
  ];
  const words = texts.flatMap((text) => text?.toLowerCase().match(aWord) ?? []);
  return words.filter((word) => word.length > 1);
}
