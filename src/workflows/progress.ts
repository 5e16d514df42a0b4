/** What an operator sees of a Workflow in the Temporal UI: Search Attributes and the current details. */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from "@temporalio/workflow";
import type { CoconutEvent } from "../appointments/events.ts";
import { searchAttributes, searchAttributesOf, type SyncState } from "./search-attributes.ts";
import type { StateStore, SyncAppointmentState } from "./state.ts";

/** Sets `syncState`, and the Search Attributes that have changed: each update costs an event of history. */
export function showProgress(store: StateStore, event: CoconutEvent, syncState: SyncState): void {
  store.update({ syncState });
  const shown = workflowInfo().typedSearchAttributes;
  const { problem, delay } = store.current;
  const problemType = { key: searchAttributes.problemType, value: (problem ?? delay)?.type ?? null };
  const changed = [...searchAttributesOf(event, syncState).getAll(), problemType].filter(
    ({ key, value }) => JSON.stringify(shown.get(key) ?? null) !== JSON.stringify(value),
  );
  if (changed.length > 0) upsertSearchAttributes(changed);
  showDetails(store.current);
}

/** Shows the state in the details alone, where no Search Attribute has changed. */
export function showDetails(state: SyncAppointmentState): void {
  setCurrentDetails(describe(state));
}

/** Markdown, without personal data: everybody who can open the Temporal UI can read it. */
function describe(state: SyncAppointmentState): string {
  const { regarding, saved, problem, delay, waitingFor, lastRequest } = state;
  const lines = [
    headlines[state.syncState],
    problem && `**${problem.type}** since ${problem.since}: ${problem.message}`,
    problem &&
      "Signals: `retry` tries it again, `skip` leaves this event unwritten; a newer event takes its place.",
    delay && `**${delay.type}** since ${delay.since}: ${delay.message}`,
    delay &&
      "It is tried again by itself. Signals: `retry` tries it at once, `skip` leaves this event unwritten; a newer event takes its place.",
    state.syncState === "Waiting" && waitingFor && `Waiting: ${waitingFor}.`,
    regarding && `Client: ${regarding.table} ${regarding.id} (${basisOf(regarding)}).`,
    saved &&
      `Row: appointment ${saved.activityId}, ${saved.how} at ${saved.at}. Owner: ${saved.owner.reason}.`,
    lastRequest && `Last asked: \`${lastRequest.asked}\` at ${lastRequest.at}. ${lastRequest.effect}`,
  ];
  return lines.filter((line) => typeof line === "string").join("\n\n");
}

const headlines: Readonly<Record<SyncState, string>> = {
  Syncing: "Being brought to Dynamics.",
  Delayed: "Not in step yet: Dynamics is tried again and again.",
  InStep: "In step with Coconut.",
  Waiting: "Nothing to write yet.",
  NeedsAttention: "Parked: a person must decide.",
  Skipped: "Not in step: an operator skipped the last event.",
};

function basisOf({ basis, candidates }: NonNullable<SyncAppointmentState["regarding"]>): string {
  return candidates > 1 ? `${basis}, ${candidates} candidates` : basis;
}
