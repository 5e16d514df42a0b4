import { seedBank } from "./bank.ts";
import { seedOrganization } from "./organization.ts";
import type { Database } from "../store/database.ts";

export interface Seed {
  /** The application user gets the role of the product, and no more. */
  readonly isLeastPrivileged: boolean;
  readonly hasBank: boolean;
}

/** What an organisation begins with: the same rows with the same ids on every start. */
export function seed(database: Database, { isLeastPrivileged, hasBank }: Seed): void {
  database.store.clear();
  database.model.reset();
  seedOrganization(database, isLeastPrivileged);
  if (hasBank) seedBank(database);
}
