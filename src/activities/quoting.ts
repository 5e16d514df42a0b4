/** Takes personal data out of a message of Dynamics, for everybody who can look into Temporal. */
import type { Attendee, Staff } from "../appointments/appointment.ts";

/**
 * The message without e-mail addresses, without long numbers, and without the words that Coconut told us of the people
 * concerned, at most 300 characters. A plug-in may put a client's name into its message; only by the appointment do we know which
 * words are names.
 */
export function quotable(message: string, people: readonly Partial<Attendee & Staff>[]): string {
  const personal = new Set(people.flatMap(identifyingWords));
  const initials = new Set(people.flatMap(initialsOf));
  return decoded(message.slice(0, mostRead))
    .normalize("NFKC")
    .replaceAll(/\S+@\S+/g, "(address)")
    .replaceAll(idOrNumber, (found, id: string | undefined) => id ?? (isLong(found) ? "(number)" : found))
    .replaceAll(aWord, (word) => withoutNames(word, { personal, initials }))
    .slice(0, 300);
}

/** Of a page of text more than is shown, and not all: there may be thousands of people. */
const mostRead = 2_000;

/** Without the escapes of addresses, of JSON and of HTML, in which a name would not be seen. */
function decoded(message: string): string {
  return message
    .replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
    )
    .replaceAll(/\\u([\da-f]{4})/gi, (_escape, unit: string) =>
      String.fromCharCode(Number.parseInt(unit, 16)),
    )
    .replaceAll(/&#(x?)([\da-f]{1,5});/gi, (_escape, x: string, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, x === "" ? 10 : 16) || 0xfffd),
    )
    .replaceAll(/&([a-z])(?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron);/gi, "$1");
}

const aWord = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Ids of rows and error codes, which name nobody; or digits with what people write between those of a phone, an account or a
 * date of birth.
 */
const idOrNumber =
  /(\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b|\b0x[\da-f]+\b)|\p{Nd}(?:[\s().,/\\_+*:·•‐-―−-]{0,3}\p{Nd})+/giu;

/** Shorter ones are lengths, limits and codes, which the reader needs. */
function isLong(number: string): boolean {
  return (number.match(/\p{Nd}/gu) ?? []).length >= 7;
}

/** By `folded`. */
interface Names {
  readonly personal: ReadonlySet<string>;
  readonly initials: ReadonlySet<string>;
}

/** The word, or what is left of one that holds a name: written as it is, joined to others, or with another ending. */
function withoutNames(word: string, names: Names): string {
  if (isNamed(folded(word), names)) return "(…)";
  // AnnLee7, the parts by their case.
  return word.replaceAll(/\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu, (part) =>
    names.personal.has(folded(part)) ? "(…)" : part,
  );
}

/** So long a name is hardly a part of another word by chance. */
const longName = 5;

function isNamed(word: string, { personal, initials }: Names): boolean {
  if (personal.has(word)) return true;
  for (let start = 0; start + longName <= word.length; start += 1) {
    const most = Math.min(word.length, start + longestJoined);
    for (let end = start + longName; end <= most; end += 1) {
      if (personal.has(word.slice(start, end))) return true;
    }
  }
  const [first, last] = [word.slice(0, 1), word.slice(-1)];
  return (
    isJoined(word, personal) ||
    (initials.has(first) && isJoined(word.slice(1), personal, 3)) ||
    (initials.has(last) && isJoined(word.slice(0, -1), personal, 3))
  );
}

const longestJoined = 80;

/** Whether words of the people make up the whole word, as in `annlee`; each of so many letters at least. */
function isJoined(word: string, personal: ReadonlySet<string>, shortest = 2): boolean {
  if (word.length < shortest || word.length > longestJoined) return false;
  const reached = [true];
  for (let end = shortest; end <= word.length; end += 1) {
    for (let start = 0; start <= end - shortest; start += 1) {
      if (reached[start] && personal.has(word.slice(start, end))) reached[end] = true;
    }
  }
  return reached[word.length] === true;
}

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
  const { firstName = "", lastName = "" } = person;
  // Of an e-mail what stands before the @: the provider's name is everybody's.
  const fields = identifyingFields.map((field) => (person[field] ?? "").replace(/@.*$/su, ""));
  const names = [`${firstName} ${lastName}`, `${lastName} ${firstName}`];
  const words = [...fields.flatMap(wordsOf), ...names.flatMap(joinedParts)];
  return words.flatMap(spellingsOf).filter((word) => word.length > 1);
}

/** Each word, and all as one: a postcode is written without its space. */
function wordsOf(text: string): string[] {
  const parts = text.match(aWord) ?? [];
  return [...parts, parts.join("")];
}

/** Each run of words as one: of Ann O'Neil-Smith also ONeil, and AnnONeil. */
function joinedParts(text: string): string[] {
  const parts = text.match(aWord) ?? [];
  return parts.flatMap((_part, start) =>
    parts
      .slice(start, start + longestRun)
      .map((_end, index) => parts.slice(start, start + index + 1).join("")),
  );
}

const longestRun = 6;

/** Müller is written Muller, and Mueller. */
function spellingsOf(word: string): string[] {
  const withE = word.normalize("NFC").replaceAll(/[äöü]/gi, (letter) => `${letter}e`);
  return withE === word ? [folded(word)] : [folded(word), folded(withE)];
}

function initialsOf({ firstName = "", lastName = "" }: Partial<Attendee & Staff>): string[] {
  return [firstName, lastName].map((name) => folded(name).slice(0, 1)).filter((letter) => letter !== "");
}

/** Without regard to case and accents; ß, whose upper case is SS, is ss. */
function folded(text: string): string {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toUpperCase().toLowerCase();
  return plain.replaceAll(/[øłæœđðþ]/g, (letter) => undivided[letter] ?? letter);
}

/** Letters that Unicode does not take apart. */
const undivided: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  æ: "ae",
  œ: "oe",
  đ: "d",
  ð: "d",
  þ: "th",
};
