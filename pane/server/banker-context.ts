/** What the parts of the pane that need a login share: the server's calls, and the lists they have loaded. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { BankerApi } from "./api.ts";
import type { RowRef } from "../contract.d.ts";

/** What a part of the pane can use once a banker is logged in. */
export interface BankerFacts {
  readonly api: BankerApi;
  /** The lead or contact that the pane was opened on. */
  readonly row: RowRef;
  /** The lists loaded in this session, by the key of useLoaded. Times are not kept: they change too often. */
  readonly loadedLists: Map<string, unknown>;
  readonly onSessionExpired: () => void;
}

/** Provides BankerFacts to the parts of the pane that need a login. */
export const BankerContext = createContext<BankerFacts | undefined>(undefined);

/** Reads BankerContext. Throws where no provider stands above. */
export function useBanker(): BankerFacts {
  const facts = useContext(BankerContext);
  if (!facts)
    throw new Error(
      "useBanker() was called outside of BankerContext. Render the component below its Provider, as pane.tsx does.",
    );
  return facts;
}
