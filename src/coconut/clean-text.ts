/** Removes from text what nobody sees and what no row can hold. */

/** Controls, lone surrogates and noncharacters: XML 1.0, in which Dataverse keeps its rows, has no place for them. */
// oxlint-disable-next-line no-control-regex -- they are to be removed
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\p{Cs}\p{NChar}]/gu;

/** No letter has so many marks, and Unicode's form of text takes a time that grows with the square of their number. */
const marksInARow = /(\p{M}{30})\p{M}+/gu;

/** Text in which the direction of writing changes needs them; a name or an address does not. */
const bidiControls = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";

/** Their letters take another form beside a joiner. */
const joining =
  "\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mandaic}\\p{Script=Mongolian}\\p{Script=Nko}\\p{Script=Adlam}";
/** A vowel sign or a virama, as in Hindi; accents are of no script of their own. */
const indicMark = "(?!\\p{Script=Inherited})\\p{M}";

/** Where joiners, variation selectors and tags are a part of a letter or an emoji. */
const needed = [
  `[\\u200c\\u200d](?<=[${joining}]\\p{M}{0,4}.)(?=[${joining}])`,
  `[\\u200c\\u200d](?:(?<=${indicMark}.)|(?=${indicMark}))`,
  "\\u200d(?<=[\\p{ExtPict}\\p{EMod}]\\ufe0f?.)(?=\\p{ExtPict})",
  "\\p{VS}(?<=[\\p{ExtPict}\\p{Unified_Ideograph}\\p{Script=Myanmar}\\p{Script=Mongolian}].)|\\ufe0f(?=\\u20e3)",
  "[\\u{e0020}-\\u{e007f}](?<=\\u{1f3f4}[\\u{e0020}-\\u{e007f}]{1,8})",
].join("|");

const invisible = new RegExp(`(${needed})|\\p{DI}`, "gu");
const invisibleInProse = new RegExp(`(${needed}|[${bidiControls}])|\\p{DI}`, "gu");
/** U+0085 and the empty braille cell are blank too. */
const blanks = /[\s\u0085\u2800]+/g;
const edge = new RegExp(`[\\s\\u0085\\u2800${bidiControls}]`);

/** Text of one line: each run of blanks is one space, and there are none at the ends. Unicode's form NFC. */
export function cleanLine(text: string): string {
  return without(text, invisible).replaceAll(blanks, " ").trim();
}

/** Text of many lines, without blanks at its ends. Unicode's form NFC. */
export function cleanProse(text: string): string {
  const prose = without(text, invisibleInProse);
  let start = 0;
  let end = prose.length;
  while (start < end && edge.test(prose.charAt(start))) start += 1;
  while (end > start && edge.test(prose.charAt(end - 1))) end -= 1;
  return prose.slice(start, end);
}

function without(text: string, unseen: RegExp): string {
  const kept = text.replaceAll(forbidden, "").replaceAll(unseen, (_match, part?: string) => part ?? "");
  return kept.replaceAll(marksInARow, "$1").normalize("NFC");
}
