/** Shortens text for columns that hold a limited number of characters. */

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * The first `maxLength` UTF-16 units, as Dataverse counts, or a few less: a character that a reader sees as one, such as a
 * letter with its accents or a flag, is taken whole or not at all.
 */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const start = characters.segment(text.slice(0, maxLength + 2)).containing(maxLength)?.index ?? 0;
  // A single "character" of hundreds of marks: then only surrogate pairs are kept whole.
  return start > 0 ? text.slice(0, start) : text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, "");
}

/** Like `cut`, with an ellipsis as the last character where something was left out. */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${cut(text, maxLength - 1).trimEnd()}…`;
}
