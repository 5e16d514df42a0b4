import type { Table } from "../model/metadata.ts";
import type { Key } from "../odata/target.ts";
import type { Privileges } from "../security/privileges.ts";
import type { Uploads } from "../store/uploads.ts";
import type { Database } from "../store/database.ts";

/** Rows a request looked for when it came in, and did not find. */
export interface AbsentRows {
  has(table: Table, key: Key): boolean;
  /** The request made the row itself. */
  forget(table: Table, key: Key): void;
}

/** What one request works with: the rows, who asks, and how the service is addressed. */
export interface Session extends Database {
  readonly privileges: Privileges;
  /** The systemuserid of the user the request is for. */
  readonly caller: string;
  /** The systemuserid of the user who acts for the caller, if the caller is impersonated. */
  readonly delegate: string | undefined;
  /** Rows this request did not find when it came in, though they may be there by now. */
  readonly absent: AbsentRows;
  /** Ends in /api/data/v9.2/ and is spelt as the caller spelt the host. */
  readonly serviceRoot: string;
  readonly now: () => Date;
  /** Files that come in chunks, while they do. */
  readonly uploads: Uploads;
  /** Content-IDs of the change set so far, each with the address of its row. */
  readonly contentIds: ReadonlyMap<string, string>;
  /** Whether a write that makes a duplicate is refused: the caller asks for it with a header. */
  readonly detectsDuplicates?: boolean;
}
