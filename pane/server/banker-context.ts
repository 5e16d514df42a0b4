/** What the parts of the pane that need a login share: the server's calls, and what they have loaded. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { BankerApi } from "./api.ts";
import type { RowRef } from "../../src/pane/contract.ts";

export interface BankerFacts {
  readonly api: BankerApi;
  readonly row: RowRef;
  /** Lists that were loaded in this session, by what was asked. Times are never kept. */
  readonly known: Map<string, unknown>;
  readonly onSessionExpired: () => void;
}

export const BankerContext = createContext<BankerFacts | undefined>(undefined);

/** Reads BankerContext. Throws where no provider stands above. */
export function useBanker(): BankerFacts {
  const facts = useContext(BankerContext);
  if (!facts) throw new Error("A part that needs a login stands outside of BankerContext.");
  return facts;
}
