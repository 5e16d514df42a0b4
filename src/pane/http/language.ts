/** English or French: by `lang`, or by the number that Dynamics has for the user's language. */
import type { Language } from "../contract.ts";

/** The low ten bits are the language, the others its country: 1036 and 3084 are both French. */
export function languageOf(lcid: number): Language {
  return (lcid & 0x3ff) === 0x0c ? "fr" : "en";
}
