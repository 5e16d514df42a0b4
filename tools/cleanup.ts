/** Things to close when this is disposed of, the last one first; Node 20 has no AsyncDisposableStack. */
export interface Cleanup extends AsyncDisposable {
  use<T extends AsyncDisposable>(resource: T): T;
  defer(close: () => unknown): void;
}

/** Creates an empty list of things to close. */
export function createCleanup(): Cleanup {
  const closers: (() => unknown)[] = [];
  return {
    use(resource) {
      closers.push(() => resource[Symbol.asyncDispose]());
      return resource;
    },
    defer: (close) => void closers.push(close),
    async [Symbol.asyncDispose]() {
      for (const close of closers.splice(0).toReversed()) await close();
    },
  };
}
