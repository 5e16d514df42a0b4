import type { BatchOperation } from "./routes/batch.ts";

export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  /** With the query, decoded for reading. */
  readonly path: string;
  /** Null while unanswered, and for ever if the connection was dropped or left hanging. */
  status: number | null;
  /** The operations inside a batch; empty for any other request. */
  operations: readonly BatchOperation[];
}

const kept = 20_000;

/** Every call of the API and of the token endpoint, oldest first. */
export function createRequestLog(now: () => Date) {
  const entries: LoggedRequest[] = [];
  return {
    start(method: string, path: string): LoggedRequest {
      const entry: LoggedRequest = { at: now().toISOString(), method, path, status: null, operations: [] };
      entries.push(entry);
      if (entries.length > kept) entries.shift();
      return entry;
    },
    all: (): readonly LoggedRequest[] => entries,
    clear: (): void => void entries.splice(0),
  };
}
