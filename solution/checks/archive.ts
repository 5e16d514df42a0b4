/** Checks that the bytes depend on the entries alone: in the order of their names, all of one date. */
import { byName, fixedDate, listEntries } from "../package/archive.ts";

/** Yields a sentence for each mistake of a zip whose bytes depend on more than its entries. */
export function* checkArchive(zip: Uint8Array): Iterable<string> {
  const listed = listEntries(zip);
  const names = listed.map(({ name }) => name);
  if (names.join("\n") !== names.toSorted(byName).join("\n")) {
    yield "the entries of the zip are not in the order of their names";
  }
  for (const { name, modified } of listed) {
    if (modified !== fixedDate) yield `${name} is not dated 1980-01-01 00:00 in the zip`;
  }
}
