/** The language of an LCID, the number that Windows and Dynamics have for a language. */
import type { Language } from "@coconut-dynamics/pane/contract";

/** French for every country's French, else English. The low ten bits are the language: 1036 and 3084 are both French. */
export function languageOf(lcid: number): Language {
  return (lcid & 0x3ff) === 0x0c ? "fr" : "en";
}
