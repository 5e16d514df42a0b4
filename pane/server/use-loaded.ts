import { useEffect, useState } from "preact/hooks";
import type { Answer } from "./api.ts";
import { useBanker } from "./banker-context.ts";

export type Loaded<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "failed"; readonly code: string; readonly retry: () => void };

interface Loading<T> {
  /** What is asked: another key asks anew. */
  readonly key: string;
  readonly load: (signal: AbortSignal) => Promise<Answer<T>>;
  /** Called with every answer, before it is shown. */
  readonly onLoaded?: (value: T) => void;
  /** Ask the server again at every visit, because the answer grows old. */
  readonly isFresh?: boolean;
}

export function useLoaded<T>({ key, load, onLoaded, isFresh = false }: Loading<T>): Loaded<T> {
  const { api, known, onSessionExpired } = useBanker();
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<{ readonly key: string; readonly loaded: Loaded<T> } | undefined>(
    undefined,
  );

  useEffect(() => {
    const leaving = new AbortController();
    const show = (value: T): void => {
      onLoaded?.(value);
      setHeld({ key, loaded: { kind: "ready", value } });
    };
    const ask = async (): Promise<void> => {
      const answer = await load(leaving.signal);
      if (leaving.signal.aborted) return;
      if (answer.kind === "ok") {
        if (!isFresh) known.set(key, answer.value);
        show(answer.value);
      } else if (answer.code === "session_expired") {
        onSessionExpired();
      } else {
        setHeld({
          key,
          loaded: { kind: "failed", code: answer.code, retry: () => setTurn((count) => count + 1) },
        });
      }
    };
    setHeld(undefined);
    if (!isFresh && known.has(key)) show(known.get(key) as T);
    else void ask();
    return () => leaving.abort();
    // `load` and `onLoaded` are made anew at every rendering; `key` says what they ask.
  }, [key, turn, api]);

  return held?.key === key ? held.loaded : { kind: "loading" };
}
