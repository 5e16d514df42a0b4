/** One operation inside a batch, as the request log has it. */
export interface LoggedOperation {
  readonly method: string;
  readonly path: string;
  /** Null if the operation never ran, or was rolled back with its change set. */
  status: number | null;
}

/** One request to the Web API or the token endpoint, as the request log has it. */
export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  /** Path and query, decoded. */
  readonly path: string;
  /** Null until it is answered; it stays null if the connection was dropped or left hanging. */
  status: number | null;
  /** The operations inside a batch; empty for any other request. */
  operations: readonly LoggedOperation[];
}

/** How many requests and operations of batches the log remembers. */
const kept = 20_000;
/** The longest path and query that the log keeps, in characters. */
export const maxLoggedPath = 4_000;

/** Keeps the requests to the Web API and the token endpoint, oldest first. */
export function createRequestLog(now: () => Date) {
  let entries: LoggedRequest[] = [];
  /** The operations of all entries but the newest, which gets its operations later. */
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
    /** The requests that were answered, which are forgotten; the others stay. */
    takeAnswered(): readonly LoggedRequest[] {
      const answered = entries.filter(({ status }) => status !== null);
      entries = entries.filter(({ status }) => status === null);
      operations = entries.slice(0, -1).reduce((sum, entry) => sum + entry.operations.length, 0);
      return answered;
    },
    clear(): void {
      entries = [];
      operations = 0;
    },
  };
}
