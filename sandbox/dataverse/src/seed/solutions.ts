// The publisher and solutions that every organisation has.

import type { Database } from "../store/database.ts";
import { insert, reference } from "./rows.ts";

const publisher = reference("publisher", "Default");

/**
 * Adds the default publisher and the solutions Default and Active, whose ids are the same in every
 * organisation of Dataverse.
 */
export function seedSolutions(database: Database): void {
  insert(database, publisher, {
    uniquename: "DefaultPublisheracmebank",
    friendlyname: "Default Publisher for Acme Bank",
    customizationprefix: "new",
    customizationoptionvalueprefix: 10_000,
  });
  const solution = { version: "1.0", publisherid: publisher };
  insert(
    database,
    { table: "solution", id: "fd140aaf-4df4-11dd-bd17-0019b9312238" },
    {
      ...solution,
      uniquename: "Default",
      friendlyname: "Default Solution",
    },
  );
  insert(
    database,
    { table: "solution", id: "fd140aae-4df4-11dd-bd17-0019b9312238" },
    {
      ...solution,
      uniquename: "Active",
      friendlyname: "Active Solution",
      isvisible: false,
    },
  );
}
