import type { Table } from "../model/metadata.ts";
import type { Key } from "../odata/target.ts";
import type { Privileges } from "../security/privileges.ts";
import type { Uploads } from "../store/uploads.ts";
import type { Database } from "../store/database.ts";

/** The rows that the upserts of a request did not find when it arrived, while races are switched on. */
export interface AbsentRows {
  /** Whether the row was absent when the request arrived. */
  has(table: Table, key: Key): boolean;
  /** Notes that the request itself has created the row. */
  forget(table: Table, key: Key): void;
}

/** What one request works with: the rows and their model, who is calling, and how the service is addressed. */
export interface Session extends Database {
  readonly privileges: Privileges;
  /** The systemuserid of the user the request is for. */
  readonly caller: string;
  /** The systemuserid of the user who acts for the caller, if the caller is impersonated. */
  readonly delegate: string | undefined;
  /** Rows this request did not find when it came in, though they may be there by now. */
  readonly absent: AbsentRows;
  /** The address of the service, ending in /api/data/v9.2/, with the host as the caller spelt it. */
  readonly serviceRoot: string;
  readonly now: () => Date;
  /** Uploads of files in chunks that are not complete yet. */
  readonly uploads: Uploads;
  /** The Content-IDs of the change set so far ($1, …), each with the address of the row it stands for. */
  readonly contentIds: ReadonlyMap<string, string>;
  /** Whether a write that would make a duplicate is refused; the caller asks for it in a header. */
  readonly detectsDuplicates?: boolean;
}
