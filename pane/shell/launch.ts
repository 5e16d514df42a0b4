import type { Language, RowRef } from "../../src/pane/contract.ts";

/** What the frame around us says in our address. Nothing in it is personal, and nothing in it is proof. */
export interface Launch {
  readonly row: RowRef;
  /** Origin of Dynamics, one of those the administrator listed. */
  readonly org: string;
  readonly lcid: number;
  readonly nonce: string;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nonceShape = /^[\w-]{22,128}$/;

/** Reads the fragment. `hosts` are the origins that may frame us; undefined means: this was not opened from there. */
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

/** The language is wanted even where the rest of the launch is not good enough to go on. */
export function languageOf(fragment: string): Language {
  const primary = (readLcid(fragment) ?? 0) & 0x3_ff;
  return primary === 0x0c ? "fr" : "en";
}

function readLcid(fragment: string): number | undefined {
  const text = new URLSearchParams(fragment.replace(/^#/, "")).get("lcid") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
