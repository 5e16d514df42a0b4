import type { Database } from "./odata/evaluate.ts";
import type { Privileges } from "./privileges.ts";

/** What one request works with: the rows, who asks, and how the service is addressed. */
export interface Session extends Database {
  readonly privileges: Privileges;
  /** The systemuserid of the application user. */
  readonly caller: string;
  /** Ends in /api/data/v9.2/ and is spelt as the caller spelt the host. */
  readonly serviceRoot: string;
  readonly now: () => Date;
  /** Content-IDs of the change set so far, each with the address of its row. */
  readonly contentIds: ReadonlyMap<string, string>;
}
