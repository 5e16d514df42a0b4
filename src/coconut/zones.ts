/** Names of time zones, as IANA, Windows and offsets spell them. */
import { IANAZone, Info } from "luxon";
import { findIana, WINDOWS_TO_IANA_MAP } from "windows-iana";

/** Windows' names in lower case → the name as the package has it. */
const windowsNames = new Map(
  WINDOWS_TO_IANA_MAP.map(({ windowsName }) => [windowsName.toLowerCase(), windowsName]),
);

/**
 * The zone as luxon knows it: an IANA name as it was sent, the IANA name of a Windows zone (`Eastern Standard Time` is
 * America/New_York, whose clocks are Toronto's), or `UTC-05:00` for an offset. Undefined for anything else.
 */
export function readZone(name: string): string | undefined {
  if (isIana(name)) return name;
  const windowsName = windowsNames.get(name.toLowerCase());
  if (windowsName !== undefined) return findIana(windowsName).find(isIana);
  const [, sign, hours = "", minutes = "00"] =
    /^(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(name) ?? [];
  if (/^z$/i.test(name)) return "UTC";
  return sign === undefined || Number(hours) > 15
    ? undefined
    : `UTC${sign}${hours.padStart(2, "0")}:${minutes}`;
}

/** The names of three letters that mean the same to everybody; ICU has more, such as BST for Dhaka and AST for Anchorage. */
const shortNames = /^(?:CAT|CET|CST|EAT|EET|EST|GMT|HST|JST|MET|MST|PRC|PST|ROC|ROK|UCT|UTC|WET)$/i;

/** The offset from UTC at an instant; `zone` is what `readZone` gave. */
export function offsetMsAt(instantMs: number, zone: string): number {
  return Info.normalizeZone(zone).offset(instantMs) * 60_000;
}

/** `create` caches names, `isValidZone` does not. */
function isIana(name: string): boolean {
  if (name.length === 3 && !shortNames.test(name)) return false;
  return /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name) && IANAZone.create(name).isValid;
}
