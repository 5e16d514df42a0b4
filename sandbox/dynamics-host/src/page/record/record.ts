/** The row on a form: loading, editing, saving. */
import { createObservable, type Observable } from "../app/observable.ts";
import type { FormState } from "../../package/command.ts";
import type { Table } from "../app/tables.ts";
import { request, retrieve, type Row } from "../app/web-api.ts";

/** The row of a form as it was read, and its unsaved edits. */
export interface RecordState {
  /** Lower case, without braces; none before the first save. */
  readonly id: string | undefined;
  readonly row: Row;
  readonly edits: Row;
  readonly formState: FormState;
  readonly phase: "loading" | "ready" | "saving" | "unavailable";
  readonly message: string | undefined;
}

/** The row that a form shows, with loading, editing and saving. */
export interface FormRecord {
  readonly table: Table;
  readonly state: Observable<RecordState>;
  /** How often a refresh of its timelines was asked for. */
  readonly timelineRefreshes: Observable<number>;
  readonly isDirty: () => boolean;
  valueOf(column: string): unknown;
  edit(column: string, value: unknown): void;
  load(): Promise<void>;
  /** Resolves with false if it was refused; `message` says why. */
  save(): Promise<boolean>;
  /** Marks that the page shows another row now. */
  leave(): void;
  hasLeft(): boolean;
}

/** A record that has to be loaded, or without an id a new row. */
export function createRecord(table: Table, firstId: string | undefined, userId: string): FormRecord {
  const state = createObservable<RecordState>({
    id: firstId,
    row: {},
    edits: {},
    formState: firstId === undefined ? "Create" : "Existing",
    phase: firstId === undefined ? "ready" : "loading",
    message: undefined,
  });
  const timelineRefreshes = createObservable(0);
  let isLeft = false;
  const change = (changes: Partial<RecordState>) => state.set({ ...state.get(), ...changes });
  const isDirty = () => Object.keys(state.get().edits).length > 0;

  async function load(): Promise<void> {
    const { id } = state.get();
    if (id === undefined) return;
    try {
      const row = await retrieve(`${table.entitySet}(${id})`);
      change({ row, edits: {}, formState: await formStateOf(table, id, row, userId), phase: "ready" });
    } catch (error) {
      change({ phase: "unavailable", message: messageOf(error) });
    }
  }

  async function save(): Promise<boolean> {
    const { id, edits } = state.get();
    if (id !== undefined && !isDirty()) return true;
    change({ phase: "saving", message: undefined });
    try {
      if (id === undefined) {
        const { row } = await request("POST", table.entitySet, edits, ["return=representation"]);
        change({ id: String(row[table.id]) });
      } else {
        await request("PATCH", `${table.entitySet}(${id})`, edits);
      }
    } catch (error) {
      change({ phase: "ready", message: messageOf(error) });
      return false;
    }
    await load();
    return true;
  }

  return {
    table,
    state,
    timelineRefreshes,
    isDirty,
    load,
    save,
    valueOf: (column) => {
      const { row, edits } = state.get();
      return column in edits ? edits[column] : row[column];
    },
    edit(column, value) {
      const { row, edits } = state.get();
      const { [column]: _before, ...others } = edits;
      const isSame = (row[column] ?? null) === value;
      change({ edits: isSame ? others : { ...others, [column]: value } });
    },
    leave: () => {
      isLeft = true;
    },
    hasLeft: () => isLeft,
  };
}

/** Closed rows are disabled; those the user may not write are read-only. */
async function formStateOf(table: Table, id: string, row: Row, userId: string): Promise<FormState> {
  if (row["statecode"] !== 0) return "Disabled";
  const target = encodeURIComponent(JSON.stringify({ "@odata.id": `${table.entitySet}(${id})` }));
  const { AccessRights: rights } = await retrieve(
    `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@target)?@target=${target}`,
  );
  return String(rights).includes("WriteAccess") ? "Existing" : "ReadOnly";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
