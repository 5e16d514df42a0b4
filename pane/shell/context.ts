/** What every part of the pane shares: its texts and its language. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../contract.d.ts";
import type { Words } from "../words/en.ts";
import type { Locale } from "../words/when.ts";

/** The texts, their language, and the locale for dates. */
export interface PaneFacts {
  readonly words: Words;
  readonly language: Language;
  readonly locale: Locale;
}

/** Provides PaneFacts to all parts of the pane; `main.tsx` sets it once. */
export const PaneContext = createContext<PaneFacts | undefined>(undefined);

/** Reads PaneContext. Throws where no provider stands above. */
export function usePane(): PaneFacts {
  const facts = useContext(PaneContext);
  if (!facts)
    throw new Error(
      "usePane() was called outside of PaneContext. Render the component below its Provider, as main.tsx does.",
    );
  return facts;
}

/** The sentence for a refusal's code; a code without its own sentence gets `refusals.other`. */
export function refusalText({ refusals }: Words, code: string): string {
  return Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals] : refusals.other;
}
