/** What is left of a plug-in's message once the people whom it may be about are taken out. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quotable } from "../../src/activities/quoting.ts";
import { annLee } from "../helpers/canonical.ts";

const quoted = (message: string, person: object = annLee) => quotable(message, [person]);

describe("names", () => {
  test.each([
    ["Ann Lee is blocked", "(…) (…) is blocked"],
    ["AnnLee, annlee and LEEANN", "(…), (…) and (…)"],
    ["lead_AnnLee_2", "lead_(…)_2"],
    ["user alee or leea or a.lee", "user (…) or (…) or a.(…)"],
    ["ClientAnnLeeTest, LeeTest", "(…), (…)Test"],
    ["a leeway of 2 days in the annual plan", "a leeway of 2 days in the annual plan"],
  ])("%s", (message, left) => {
    expect(quoted(message)).toBe(left);
  });

  test("with other accents, endings and marks", () => {
    const person = { firstName: "Zoë", lastName: "O'Callaghan-Müller", postcode: "M5H 1A1" };
    const message = "Zoe, ZOË, Zoe\u0308; OCallaghan, O’Callaghans, Muller; MÜLLERS; M5H1A1, M5H 1A1";
    expect(quoted(message, person)).not.toMatch(/zo|callag|m.ller|m5h/i);
  });
});

test.each([
  ["M%C3%BCller, O%27Neil, j%40example.com", "(…), O'(…), (address)"],
  [String.raw`M\u00fcller and J\u00F6rg`, "(…) and (…)"],
  ["M&uuml;ller, M&#252;ller, M&#xFC;ller", "(…), (…), (…)"],
  ["Mueller, Joerg and JOERGMUELLER", "(…), (…) and (…)"],
  ["Soren Laerke", "(…) (…)"],
  ["李小龍 (小龍李)", "(…) ((…))"],
  ["jörg＠example.com, \uff11\uff12\uff13\uff14\uff15\uff16\uff17", "(address) (number)"],
])("as another system writes it: %s", (message, left) => {
  const people = [
    { firstName: "Jörg", lastName: "Müller" },
    { firstName: "Søren", lastName: "Lærke" },
    { firstName: "小龍", lastName: "李" },
    { lastName: "O'Neil" },
  ];
  expect(quotable(message, people)).toBe(left);
});

describe("numbers", () => {
  test.each([
    ["call 6135557788 now", "call (number) now"],
    ["call +1 (613) 555-7788.", "call +(number)."],
    ["613.555.7788 / 613 - 555 - 7788", "(number)"],
    ["+٦١٣٥٥٥٧٧٨٨", "+(number)"],
    ["maximum allowed length of '100' in 2,000 rows", "maximum allowed length of '100' in 2,000 rows"],
    ["team 0f0f0f0f-1111-4222-8333-444444444444", "team 0f0f0f0f-1111-4222-8333-444444444444"],
    ["code 0x80040265", "code 0x80040265"],
  ])("%s", (message, left) => {
    expect(quoted(message, {})).toBe(left);
  });
});

const name = fc.string({
  unit: fc.constantFrom(...Array.from("abcdeéöilnorstß")),
  minLength: 3,
  maxLength: 12,
});
const digits = fc.string({ unit: fc.constantFrom(...Array.from("0123456789")), minLength: 7, maxLength: 15 });
const separator = fc.constantFrom("", " ", "-", ".", " - ", "/", "\u00a0", ") ", "\u2011");
const spelling = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.normalize("NFD"),
  (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1),
);
const joint = fc.constantFrom("", " ", ".", "_", ", ", "-");

test("however a name is joined and a phone is spelt, neither is left", () => {
  fc.assert(
    fc.property(
      fc.record({ firstName: name, lastName: name, cellPhone: digits }),
      fc.tuple(spelling, spelling, joint, fc.boolean()),
      fc.array(separator, { minLength: 15, maxLength: 15 }),
      (person, [spellFirst, spellLast, between, isReversed], separators) => {
        const { firstName, lastName, cellPhone } = person;
        const names = [spellFirst(firstName), spellLast(lastName)];
        const phone = Array.from(cellPhone, (digit, index) => digit + (separators[index] ?? "")).join("");
        const joined = (isReversed ? names.toReversed() : names).join(between);
        const left = quotable(`>>${joined}<< ${phone} #`, [person]);
        expect(left).toMatch(/^>>(?:\(…\)[ ._,-]*)+<</);
        expect(left.replaceAll(/\P{Nd}/gu, "")).toBe("");
      },
    ),
  );
});
