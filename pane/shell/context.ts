import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { BankerApi } from "../server/api.ts";
import type { Language, RowRef } from "../../src/pane/contract.ts";
import type { Words } from "../words/en.ts";
import type { Locale } from "../words/when.ts";

/** What every part of the pane may need. */
export interface PaneFacts {
  readonly words: Words;
  readonly language: Language;
  readonly locale: Locale;
}

/** What a logged-in part may need, too. */
export interface BankerFacts {
  readonly api: BankerApi;
  readonly row: RowRef;
  /** Lists that were loaded in this session, by what was asked. Times are never kept. */
  readonly known: Map<string, unknown>;
  readonly onSessionExpired: () => void;
}

export const PaneContext = createContext<PaneFacts | undefined>(undefined);
export const BankerContext = createContext<BankerFacts | undefined>(undefined);

export function usePane(): PaneFacts {
  const facts = useContext(PaneContext);
  if (!facts) throw new Error("A part of the pane stands outside of PaneContext.");
  return facts;
}

export function useBanker(): BankerFacts {
  const facts = useContext(BankerContext);
  if (!facts) throw new Error("A part that needs a login stands outside of BankerContext.");
  return facts;
}

/** The sentence for a refusal's code; codes without one share the last. */
export function refusalText({ refusals }: Words, code: string): string {
  return Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals] : refusals.other;
}
