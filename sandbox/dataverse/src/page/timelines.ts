// The part of the page that shows appointments, by client.

import { tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { displayName } from "../odata/render.ts";
import type { Organization } from "../organization.ts";
import { labelOf } from "../control/rows.ts";
import { html, type Html } from "@coconut-dynamics/sandbox-kit/html";
import { isReference, type Reference, type Row, textOf } from "../store/row.ts";

/** A client (undefined for appointments that are regarding no one) and their appointments. */
interface Timeline {
  readonly client: Reference | undefined;
  readonly appointments: Row[];
}

/** The list is bounded, since the page is made anew every two seconds for each reader. */
const shownTimelines = 60;

/** One card for each client with appointments, with those changed last first. */
export function renderTimelines(organization: Organization): Html {
  const timelines = timelinesOf(organization);
  if (timelines.length === 0) return html`<p class="empty">No appointments yet.</p>`;
  return html`<div class="people">
    ${timelines.slice(0, shownTimelines).map((timeline) => renderTimeline(organization, timeline))}
  </div>`;
}

/** The appointments by client; who has the appointment that was changed last comes first. */
function timelinesOf(organization: Organization): Timeline[] {
  const timelines = new Map<string, Timeline>();
  // The version number grows with every write.
  const latestFirst = organization.store
    .all("appointment")
    .toSorted((a, b) => Number(b.versionnumber) - Number(a.versionnumber));
  for (const row of latestFirst) {
    const client = isReference(row.regardingobjectid) ? row.regardingobjectid : undefined;
    const key = client ? `${client.table}:${client.id}` : "";
    const timeline = timelines.get(key) ?? { client, appointments: [] };
    timeline.appointments.push(row);
    timelines.set(key, timeline);
  }
  return [...timelines.values()];
}

function renderTimeline(organization: Organization, { client, appointments }: Timeline): Html {
  const table = tableNamed(organization.model, "appointment");
  const ordered = appointments.toSorted((a, b) =>
    textOf(b.scheduledstart).localeCompare(textOf(a.scheduledstart)),
  );
  return html`<article class="card">
    <h3>${(client && displayName(organization, client)) ?? "Nobody"}</h3>
    <p class="soft">${client ? describeClient(organization, client) : "Regarding no one"}</p>
    <ol class="timeline">
      ${ordered.map((row) => renderAppointment(organization, table, row))}
    </ol>
  </article>`;
}

function describeClient(organization: Organization, client: Reference): string {
  const table = tableNamed(organization.model, client.table);
  const row = organization.store.get(client.table, client.id);
  const state = row && labelOf(table, row, "statecode");
  return [table.displayName, state, textOf(row?.emailaddress1)].filter(Boolean).join(" · ");
}

const tones: Readonly<Record<number, string>> = { 0: "open", 1: "completed", 2: "canceled", 3: "scheduled" };

function renderAppointment(organization: Organization, table: Table, row: Row): Html {
  const state = labelOf(table, row, "statecode") ?? "";
  const status = labelOf(table, row, "statuscode") ?? "";
  const label = status === state ? state : `${state} · ${status}`;
  const place = [textOf(row.location), displayName(organization, row.ownerid)].filter(Boolean).join(" · ");
  return html`<li class="${tones[Number(row.statecode)] ?? "open"}">
    <time>${formatTimeRange(row)}</time> <span class="badge">${label}</span>
    <div class="${row.statecode === 2 ? "struck" : ""}">${textOf(row.subject) || "(no subject)"}</div>
    <div class="soft">${place}</div>
  </li>`;
}

/** The time of an appointment in UTC, such as 10 Mar 2026, 14:00–14:45. */
function formatTimeRange(row: Row): string {
  const [start, end] = [textOf(row.scheduledstart), textOf(row.scheduledend)];
  if (!start) return "No time";
  const day = new Date(start).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${day}, ${start.slice(11, 16)}${end ? `–${end.slice(11, 16)}` : ""}`;
}
