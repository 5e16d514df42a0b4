/** Loads a list from the server for as long as a component is shown. */
import { useEffect, useState } from "preact/hooks";
import type { Result } from "./api.ts";
import { useBanker } from "./banker-context.ts";

/** How far the loading of a list is. `code` is a refusal's; `retry` asks the server again. */
export type LoadState<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "failed"; readonly code: string; readonly retry: () => void };

interface LoadOptions<T> {
  /** Names the request: another key loads anew. */
  readonly key: string;
  readonly load: (signal: AbortSignal) => Promise<Result<T>>;
  /** Called with each list, before it is shown. */
  readonly onLoaded?: (value: T) => void;
  /** Asks the server at every visit, for lists that change within minutes. */
  readonly isUncached?: boolean;
}

/** Loads what `key` names, once per session unless it is uncached. An expired session goes to the login instead. */
export function useLoaded<T>({ key, load, onLoaded, isUncached = false }: LoadOptions<T>): LoadState<T> {
  const { api, loadedLists, onSessionExpired } = useBanker();
  const [retries, setRetries] = useState(0);
  const [latest, setLatest] = useState<{ readonly key: string; readonly state: LoadState<T> } | undefined>(
    undefined,
  );

  useEffect(() => {
    const leaving = new AbortController();
    const show = (value: T): void => {
      onLoaded?.(value);
      setLatest({ key, state: { kind: "ready", value } });
    };
    const request = async (): Promise<void> => {
      const result = await load(leaving.signal);
      if (leaving.signal.aborted) return;
      if (result.kind === "ok") {
        if (!isUncached) loadedLists.set(key, result.value);
        show(result.value);
      } else if (result.code === "session_expired") {
        onSessionExpired();
      } else {
        setLatest({
          key,
          state: { kind: "failed", code: result.code, retry: () => setRetries((count) => count + 1) },
        });
      }
    };
    setLatest(undefined);
    if (!isUncached && loadedLists.has(key)) show(loadedLists.get(key) as T);
    else void request();
    return () => leaving.abort();
    // Not `load` and `onLoaded`: they are new functions at every rendering, and `key` says what they load.
  }, [key, retries, api]);

  return latest?.key === key ? latest.state : { kind: "loading" };
}
