/** One operation inside a batch. */
export interface LoggedOperation {
  readonly method: string;
  readonly path: string;
  /** Null if the operation never ran, or was rolled back with its change set. */
  status: number | null;
}

export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  /** With the query, decoded for reading. */
  readonly path: string;
  /** Null while unanswered, and for ever if the connection was dropped or left hanging. */
  status: number | null;
  /** The operations inside a batch; empty for any other request. */
  operations: readonly LoggedOperation[];
}

/** How many requests and operations of batches the log remembers, and how much of an address. */
const kept = 20_000;
export const maxLoggedPath = 4_000;

/** Every call of the API and of the token endpoint, oldest first. */
export function createRequestLog(now: () => Date) {
  let entries: LoggedRequest[] = [];
  /** How many operations the entries hold; the newest ones are still coming in. */
  let operations = 0;
  return {
    start(method: string, path: string): LoggedRequest {
      const entry: LoggedRequest = {
        at: now().toISOString(),
        method,
        path: path.slice(0, maxLoggedPath),
        status: null,
        operations: [],
      };
      operations += entries.at(-1)?.operations.length ?? 0;
      entries.push(entry);
      while (entries.length + operations > kept && entries.length > 1) {
        operations -= entries.shift()?.operations.length ?? 0;
      }
      return entry;
    },
    all: (): readonly LoggedRequest[] => entries,
    clear(): void {
      entries = [];
      operations = 0;
    },
  };
}
