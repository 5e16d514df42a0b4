/** The pane's launch: what the frame says in the fragment of the pane's address. */
import type { Language, RowRef } from "../contract.d.ts";

/** What the pane is opened with. It holds nothing personal, and it proves nothing: anybody can write an address. */
export interface Launch {
  readonly row: RowRef;
  /** The origin of Dynamics, one of those that the administrator listed. */
  readonly org: string;
  /** Microsoft's number of the banker's language: 1033 is English (United States). */
  readonly lcid: number;
  /** Ties the messages of host and pane to this one opening. */
  readonly nonce: string;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nonceShape = /^[\w-]{22,128}$/;

/** Reads the fragment. Returns undefined unless it is complete and from one of `hosts`, the origins that may frame us. */
export function readLaunch(fragment: string, hosts: readonly string[]): Launch | undefined {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const table = values.get("table");
  const id = values.get("id") ?? "";
  const org = values.get("org") ?? "";
  const nonce = values.get("nonce") ?? "";
  const lcid = readLcid(fragment);
  if (values.get("v") !== "1" || (table !== "lead" && table !== "contact")) return undefined;
  if (!guid.test(id) || !nonceShape.test(nonce) || org === "" || !hosts.includes(org) || lcid === undefined)
    return undefined;
  return { row: { table, id }, org, lcid, nonce };
}

/** The language of the fragment's `lcid`, also where the rest of the launch cannot be used. English if it has none. */
export function languageOf(fragment: string): Language {
  // The lower ten bits of an LCID are the language without its country; 0x0c is French.
  const primary = (readLcid(fragment) ?? 0) & 0x3_ff;
  return primary === 0x0c ? "fr" : "en";
}

function readLcid(fragment: string): number | undefined {
  const text = new URLSearchParams(fragment.replace(/^#/, "")).get("lcid") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
