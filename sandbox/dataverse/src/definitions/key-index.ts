// Builds the indexes of new alternate keys, which takes the time that the model's pace says.

import { comparable } from "../store/collation.ts";
import { tableNamed } from "../model/metadata.ts";
import type { AlternateKey, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import type { Store } from "../store/store.ts";
import { replaceTable } from "./declare.ts";
import type { Model } from "../model/model.ts";
import { scalarOf } from "../store/row.ts";

/**
 * Moves the index of each new key on to the state it should have by now: pending, in progress, then active,
 * or failed if rows have duplicate values. Called before operations, in place of a background job.
 */
export function advanceKeyIndexes(session: Session): void {
  for (const { table, key } of keysBeingIndexed(session.model)) {
    const status = statusNow(session, table, key);
    if (!key.index || status === key.index.status) continue;
    const changed = { ...key, index: { ...key.index, status } };
    const fresh = tableNamed(session.model, table);
    const alternateKeys = fresh.alternateKeys.map((one) => (one.name === key.name ? changed : one));
    replaceTable(session, { ...fresh, alternateKeys });
  }
}

/** The keys whose index is not built yet. */
function keysBeingIndexed(model: Model): { table: string; key: AlternateKey }[] {
  return model.derived("keys being indexed", () =>
    model
      .tables()
      .flatMap((table) =>
        table.alternateKeys
          .filter(({ index }) => index?.status === "Pending" || index?.status === "InProgress")
          .map((key) => ({ table: table.logicalName, key })),
      ),
  );
}

type Status = NonNullable<AlternateKey["index"]>["status"];

function statusNow({ model, store, now }: Session, table: string, key: AlternateKey): Status {
  const { keyIndexMs } = model.pace();
  const elapsed = now().getTime() - Date.parse(key.index?.queuedAt ?? "");
  if (elapsed < keyIndexMs / 2) return "Pending";
  if (elapsed < keyIndexMs) return "InProgress";
  return hasDuplicates(store, tableNamed(model, table), key) ? "Failed" : "Active";
}

/**
 * Whether two rows have the same values in the columns of a key; rows without a value in one of them do not
 * count.
 */
function hasDuplicates(store: Store, table: Table, key: AlternateKey): boolean {
  const seen = new Set<string>();
  for (const row of store.all(table.logicalName)) {
    const values = key.columns.map((name) => comparable(scalarOf(row[name])));
    if (values.includes(null)) continue;
    const text = JSON.stringify(values);
    if (seen.has(text)) return true;
    seen.add(text);
  }
  return false;
}
