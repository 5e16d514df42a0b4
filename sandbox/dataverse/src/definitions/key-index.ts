import { comparable } from "../store/collation.ts";
import { tableNamed } from "../model/metadata.ts";
import type { AlternateKey, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import type { Store } from "../store/store.ts";
import { replaceTable } from "./declare.ts";
import type { Model } from "../model/model.ts";
import { scalarOf } from "../store/row.ts";

/** Moves the indexes of new keys on, as far as time has come: the job of a system that works in the background. */
export function settleKeys(session: Session): void {
  for (const { table, key } of unsettledKeys(session.model)) {
    const status = statusNow(session, table, key);
    if (!key.index || status === key.index.status) continue;
    const changed = { ...key, index: { ...key.index, status } };
    const fresh = tableNamed(session.model, table);
    const alternateKeys = fresh.alternateKeys.map((one) => (one.name === key.name ? changed : one));
    replaceTable(session, { ...fresh, alternateKeys });
  }
}

function unsettledKeys(model: Model): { table: string; key: AlternateKey }[] {
  return model.derived("unsettled keys", () =>
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

/** A row with a null in a key column is like no other. */
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
