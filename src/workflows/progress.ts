/** What an operator sees of a Workflow in the Temporal UI: Search Attributes and the current details. */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from "@temporalio/workflow";
import type { CoconutEvent } from "../appointments/events.ts";
import { searchAttributesOf, type SyncState } from "./search-attributes.ts";
import type { StateStore, SyncAppointmentState } from "./state.ts";

/** Sets `syncState`, and the Search Attributes that have changed: each update costs an event of history. */
export function showProgress(store: StateStore, event: CoconutEvent, syncState: SyncState): void {
  store.update({ syncState });
  const shown = workflowInfo().typedSearchAttributes;
  const changed = searchAttributesOf(event, syncState)
    .getAll()
    .filter(({ key, value }) => JSON.stringify(shown.get(key)) !== JSON.stringify(value));
  if (changed.length > 0) upsertSearchAttributes(changed);
  setCurrentDetails(describe(store.current));
}

/** Markdown, without personal data: everybody who can open the Temporal UI can read it. */
function describe(state: SyncAppointmentState): string {
  const { regarding, saved, problem, waitingFor } = state;
  const lines = [
    headline(state.syncState),
    problem && `**${problem.type}** since ${problem.since}: ${problem.message}`,
    problem &&
      "Signals: `retry` tries it again, `skip` leaves this event unwritten; a newer event takes its place.",
    state.syncState === "Waiting" && waitingFor && `Waiting: ${waitingFor}.`,
    regarding && `Client: ${regarding.table} ${regarding.id} (${basisOf(regarding)}).`,
    saved &&
      `Row: appointment ${saved.activityId}, ${saved.how} at ${saved.at}. Owner: ${saved.owner.reason}.`,
  ];
  return lines.filter((line) => typeof line === "string").join("\n\n");
}

function headline(syncState: SyncState): string {
  switch (syncState) {
    case "Syncing":
      return "Being brought to Dynamics.";
    case "InStep":
      return "In step with Coconut.";
    case "Waiting":
      return "Nothing to write yet.";
    case "NeedsAttention":
      return "Parked: a person must decide.";
    case "Skipped":
      return "Not in step: an operator skipped the last event.";
  }
}

function basisOf({ basis, candidates }: NonNullable<SyncAppointmentState["regarding"]>): string {
  return candidates > 1 ? `${basis}, ${candidates} candidates` : basis;
}
