import { alternateKeyViolated, duplicateKey } from "../errors/rows.ts";
import { columnOfProperty } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { parseTarget, type Key } from "../odata/target.ts";
import { findRow } from "../rows/find.ts";
import type { AbsentRows } from "../call/session.ts";
import type { Database } from "../store/database.ts";

/**
 * How long a write takes while races are on, in milliseconds: writes that arrive meanwhile do not see it
 * yet.
 */
export const raceMs = 25;

/**
 * A switch for races. The sandbox handles requests one at a time, so two first upserts of one key are
 * always a create and an update; in the service both can find the row absent, and then the second insert
 * fails. While races are on, that happens here too.
 */
export function createRaces(database: Pick<Database, "model" | "store">) {
  let isOn = false;

  return {
    isOn: (): boolean => isOn,
    turn(on: boolean): void {
      isOn = on;
    },
    reset(): void {
      isOn = false;
    },
    /** Looks up the rows of the upserts among these operations, and remembers which are absent. */
    lookAhead(operations: readonly { readonly method: string; readonly path: string }[]): AbsentRows {
      const absent = new Set<string>();
      for (const { method, path } of isOn ? operations : []) {
        const name = method === "PATCH" ? absentRow(database, path) : undefined;
        if (name !== undefined) absent.add(name);
      }
      return {
        has: (table, key) => absent.size > 0 && absent.has(nameOf(table, key)),
        forget: (table, key) => void absent.delete(nameOf(table, key)),
      };
    },
  };
}

/** The refusal of the second of two first upserts. */
export function lostRace(table: Table, key: Key): Error {
  if (key.kind === "id") return duplicateKey();
  const columns = [...key.values.keys()].map((name) => columnOfProperty(table, name)?.name ?? name);
  const wanted = columns.toSorted().join();
  const declared = table.alternateKeys.find((one) => one.columns.toSorted().join() === wanted);
  return alternateKeyViolated(declared?.name ?? "", columns);
}

function absentRow(database: Pick<Database, "model" | "store">, path: string): string | undefined {
  try {
    const target = parseTarget(database.model, path.split("?")[0] ?? "");
    if (target.kind !== "row" || findRow(database, target.table, target.key)) return undefined;
    return nameOf(target.table, target.key);
  } catch {
    // The operation itself is then refused because of its address.
    return undefined;
  }
}

function nameOf(table: Table, key: Key): string {
  const values =
    key.kind === "id" ? [key.id.toLowerCase()] : [...key.values].map(([name, { value }]) => [name, value]);
  return JSON.stringify([table.logicalName, ...values]);
}
