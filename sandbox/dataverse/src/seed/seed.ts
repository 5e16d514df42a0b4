// Puts an organisation back to the rows it begins with.

import { seedBank } from "./bank.ts";
import { seedOrganization } from "./organization.ts";
import type { Database } from "../store/database.ts";

/** Which rows an organisation begins with. */
export interface Seed {
  /** Whether the application user of the product has only the privileges that it needs, or all. */
  readonly isLeastPrivileged: boolean;
  /** Whether the small bank is added to what every organisation has. */
  readonly hasBank: boolean;
}

/**
 * Removes all rows and changes of definitions, and adds the rows of the seed, with the same ids every time.
 */
export function seed(database: Database, { isLeastPrivileged, hasBank }: Seed): void {
  database.store.clear();
  database.model.reset();
  seedOrganization(database, isLeastPrivileged);
  if (hasBank) seedBank(database);
}
