/** Writes zips whose bytes depend on their entries alone, and reads any zip. */
import { unzipSync, zipSync } from "fflate";

/** The files of a zip, by name. */
export type Entries = Readonly<Record<string, Uint8Array>>;

/** Compares by code units, the order of the entries. */
export function byName(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The zip of these entries: the same bytes on every machine and in every time zone. */
export function packEntries(entries: Entries): Uint8Array {
  const sorted = Object.entries(entries).toSorted(([left], [right]) => byName(left, right));
  // A local time, as zip files keep local times: the same bytes in every time zone.
  return zipSync(Object.fromEntries(sorted), { mtime: new Date(1980, 0, 1), level: 9 });
}

/** The entries of a zip. Throws if these are not the bytes of one. */
export function unpackEntries(zip: Uint8Array): Entries {
  return unzipSync(zip);
}

/** An entry of the zip's directory. */
export interface ListedEntry {
  readonly name: string;
  /** Date and time as the zip's directory keeps them: 0x00210000 is 1 January 1980, 00:00. */
  readonly modified: number;
}

/** `modified` of every entry: 1 January 1980, 00:00. */
export const fixedDate = 0x00_21_00_00;

/** The entries in the order of the zip's central directory; none if it has no such directory at its end. */
export function listEntries(zip: Uint8Array): readonly ListedEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06_05_4b_50) return [];
  const listed: ListedEntry[] = [];
  let at = view.getUint32(end + 16, true);
  while (at < end && view.getUint32(at, true) === 0x02_01_4b_50) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength));
    listed.push({ name, modified: view.getUint32(at + 12, true) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return listed;
}
