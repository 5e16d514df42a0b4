/** What nobody sees is removed from text, and what makes a letter or an emoji is not. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanLine, cleanProse } from "../../src/coconut/clean-text.ts";
import { created, eventOf, leftOutOf } from "./delivery.ts";

const invisible = [
  "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069",
  "\u206a\u206f\ufeff\u00ad\u034f\u061c\u180e\ufe0f\u3164\u115f\uffa0\u{e0100}\u{e0041}",
].flatMap((text) => Array.from(text));
const impossible = [
  ...Array.from("\u0000\u0007\u000b\u001f\u007f\u0080\u009f\ufffe\uffff\ufdd0\u{1fffe}\u{10ffff}"),
  "\ud800",
  "\udfff",
];
const spaces = Array.from("\u0009\n\u0085\u00a0\u1680\u2002\u2009\u200a\u2028\u202f\u205f\u2800\u3000");

const code = (text: string) => Array.from(text, (char) => `U+${char.codePointAt(0)?.toString(16)}`).join(" ");
const named = (chars: readonly string[]) => chars.map((char) => [code(char), char] as const);

describe("a line", () => {
  test.each(named([...invisible, ...impossible]))("has no %s at its ends or in a word", (_code, char) => {
    for (const text of [`${char}Byrne`, `Byrne${char}`, `By${char}rne`, `${char} Byrne ${char}`])
      expect(code(cleanLine(text))).toBe(code("Byrne"));
    expect(cleanLine(char)).toBe("");
  });

  test.each(named(spaces))("has a space for %s", (_code, char) => {
    expect(code(cleanLine(`${char}Ann${char}${char} Lee${char}`))).toBe(code("Ann Lee"));
  });

  test.each([
    "می\u200cخواهم", // Persian
    "क्\u200dष", // Hindi
    "ශ්\u200dරී", // Sinhala
    "র\u200d্যাব", // Bengali, the joiner before the mark
    "ജോണ്\u200d", // Malayalam, the joiner at the end
    "👩\u200d👩\u200d👧",
    "👩🏽\u200d💻",
    "🏳\ufe0f\u200d🌈",
    "❤\ufe0f",
    "1\ufe0f⃣",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "葛\u{e0100}飾区",
  ])("keeps what is a part of %s", (text) => {
    expect(code(cleanLine(`\u200b${text}\u2060`))).toBe(code(text.normalize("NFC")));
    expect(code(cleanProse(`\u200b${text}\u2060`))).toBe(code(text.normalize("NFC")));
  });

  test("has no letter with hundreds of marks: Unicode's form of a page of them takes a minute", () => {
    const marks = "\u0323\u0301".repeat(50_000);
    expect(code(cleanLine(`${marks}e${marks}nd`))).toBe(
      code(`${marks.slice(0, 30)}e${marks.slice(0, 30)}nd`.normalize("NFC")),
    );
  });

  test("is in one form, whatever form its accents had", () => {
    expect(code(cleanLine("Rene\u0301e"))).toBe(code("Ren\u00e9e"));
  });

  test("of anything holds nothing that XML 1.0 cannot, and is not cleaned further the second time", () => {
    // oxlint-disable-next-line no-control-regex -- they must not be there
    const forbidden = /[\u0000-\u001f\ufffe\uffff\p{Cs}]/u;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = cleanLine(text);
        expect(line).not.toMatch(forbidden);
        expect(cleanLine(line)).toBe(line);
      }),
      { numRuns: 2000 },
    );
  });

  test("of the longest text is cleaned in one go", () => {
    for (const unit of ["\u{e0041}", "\u0301", "\u200d", " ", "\u0645\u0301\u200c", "\u202a"])
      expect(cleanProse(`x${unit.repeat(120_000)}y`)).toMatch(/^x[^]*y$/);
  });
});

describe("prose", () => {
  test("keeps its lines and its changes of direction, but for its ends", () => {
    expect(cleanProse("\ufeff\u202a\n one\r\n\u2067אחת\u2069 two\u00ad \u202c\u200b\n")).toBe(
      "one\r\n\u2067אחת\u2069 two",
    );
    expect(cleanProse("a\ufffe\uffffb\u000bc")).toBe("abc");
  });
});

describe("a delivery", () => {
  test("with invisible characters in it is the same delivery", () => {
    const attributes = "included.3.attributes";
    const hidden = {
      event: "\u200bappointment.created\u2060",
      tenant: "acme\u200b",
      "data.id": "\u200b81234",
      "data.attributes.status": "Con\u00adfirmed",
      "data.attributes.start": "\u200e2026-03-10\u00a010:00:00",
      "data.attributes.timezone": "America/Toronto\ufeff",
      [`${attributes}.last_name`]: "\u00a0Lee\u200b",
      [`${attributes}.email`]: "\u202aann.lee@example.com\u202c",
      [`${attributes}.cell_phone`]: "\u202a+1\u00a0416\u2009555 0101\u202c",
      [`${attributes}.client_id`]: "5501\u200b",
      "included.3.id": "9001\u2060",
      "included.0.attributes.zip_postal": "M5H\u30001A1",
    };
    expect(leftOutOf(created(hidden))).toEqual([]);
    expect(eventOf(created(hidden))).toEqual(eventOf(created()));
  });
});
