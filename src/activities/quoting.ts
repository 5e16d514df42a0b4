/** Takes personal data out of a message of Dynamics, for everybody who can look into Temporal. */
import type { Attendee, Staff } from "../appointments/appointment.ts";

/**
 * The message without e-mail addresses and without the words that Coconut told us of the people concerned, at most 300
 * characters. A plug-in may put a client's name into its message; only by the appointment do we know which words are names.
 */
export function quotable(message: string, people: readonly Partial<Attendee & Staff>[]): string {
  const personal = new Set(people.flatMap(identifyingWords));
  return message
    .replaceAll(/\S+@\S+/g, "(address)")
    .replaceAll(aWord, (word) => (personal.has(word.toLowerCase()) ? "(…)" : word))
    .slice(0, 300);
}

const aWord = /[\p{L}\p{N}]+/gu;

const identifyingFields = [
  "clientId",
  "externalId",
  "firstName",
  "lastName",
  "email",
  "phone",
  "cellPhone",
  "workPhone",
  "address",
  "postcode",
] as const;

/** Not single letters: an initial identifies nobody, and the word `a` would be taken out of every sentence. */
function identifyingWords(person: Partial<Attendee & Staff>): string[] {
  const words = identifyingFields.flatMap((field) => person[field]?.toLowerCase().match(aWord) ?? []);
  return words.filter((word) => word.length > 1);
}
