import { useLayoutEffect, useState } from "preact/hooks";

/** A value that notifies its subscribers of changes: scripts set it, the page shows it. */
export interface Observable<T> {
  get(): T;
  set(next: T): void;
  subscribe(listener: () => void): () => void;
}

/** An observable that holds `initial` until it is set. */
export function createObservable<T>(initial: T): Observable<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of an observable; the component is drawn again whenever it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  const [value, setValue] = useState(() => observable.get());
  useLayoutEffect(() => {
    const take = () => setValue(() => observable.get());
    take();
    return observable.subscribe(take);
  }, [observable]);
  return value;
}
