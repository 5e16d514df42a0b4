import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../../src/pane/contract.ts";
import type { Words } from "../words/en.ts";
import type { Locale } from "../words/when.ts";

/** What every part of the pane may need. */
export interface PaneFacts {
  readonly words: Words;
  readonly language: Language;
  readonly locale: Locale;
}

export const PaneContext = createContext<PaneFacts | undefined>(undefined);

export function usePane(): PaneFacts {
  const facts = useContext(PaneContext);
  if (!facts) throw new Error("A part of the pane stands outside of PaneContext.");
  return facts;
}

/** The sentence for a refusal's code; codes without one share the last. */
export function refusalText({ refusals }: Words, code: string): string {
  return Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals] : refusals.other;
}
