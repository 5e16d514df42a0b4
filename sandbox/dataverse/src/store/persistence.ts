import { openJournal, type Entry } from "./journal.ts";
import type { RowChange, Store } from "./store.ts";
import type { Model } from "../model/model.ts";

interface Kept {
  readonly model: Model;
  readonly store: Store;
  /** Fills the model and the store as a new organisation has them. */
  readonly seed: () => void;
}

/**
 * Restores what the file holds, or seeds a new organisation; from then on every committed operation is
 * written to the file before it takes effect.
 * @throws Error if the file is in use, cannot be written, or is not a journal
 */
export function keepInFile(path: string, { model, store, seed }: Kept) {
  const journal = openJournal(path);
  let keptModel = -1;

  function start(fill: () => void): void {
    store.listen(undefined);
    fill();
    rewrite();
    store.listen((changes) => {
      const isModelChanged = model.version() !== keptModel;
      if (changes.length === 0 && !isModelChanged) return;
      journal.append({
        rows: rowsOf(changes),
        ...(isModelChanged ? { definitions: model.differences() } : {}),
      });
      keptModel = model.version();
      if (journal.isGrown()) rewrite();
    });
  }

  function rewrite(): void {
    journal.replaceAll({ rows: rowsOf(store.everything()), definitions: model.differences() });
    keptModel = model.version();
  }

  function restore(entries: readonly Entry[]): void {
    for (const { rows, definitions } of entries) {
      if (definitions) model.restore(definitions);
      for (const [table, id, row] of rows) store.restore(table, id, row ?? undefined);
    }
  }

  const { saved } = journal;
  start(saved ? () => restore(saved) : seed);

  return {
    startAnew: (): void => start(seed),
    close(): void {
      store.listen(undefined);
      journal.close();
    },
  };
}

function rowsOf(changes: readonly RowChange[]): Entry["rows"] {
  return changes.map(({ table, id, row }) => [table, id, row ?? null] as const);
}
