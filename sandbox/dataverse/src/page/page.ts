// The page at /: what is in the organisation, and which requests the API was sent, for people.

import { type ApiReply } from "../transport/http.ts";
import { tableNamed } from "../model/metadata.ts";
import { displayName } from "../odata/render.ts";
import type { Organization } from "../organization.ts";
import type { LoggedRequest } from "../transport/request-log.ts";
import { labelOf } from "../control/rows.ts";
import { html, type Html } from "@coconut-dynamics/sandbox-kit/html";
import { script, style } from "./style.ts";
import { renderTimelines } from "./timelines.ts";
import type { Row } from "../store/row.ts";
import { textOf } from "../store/row.ts";

// Lists are bounded, since the page is made anew every two seconds for each reader.
const shownRequests = 25;
const shownPeople = 100;

/** Answers GET / with the page as it is now; its script reloads it every two seconds. */
export function renderPage(organization: Organization): ApiReply {
  const { store, log } = organization;
  const requests = log.all();
  const count = (table: string): number => store.all(table).length;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Acme Bank – Dataverse sandbox</title>
        <link rel="icon" href="data:," />
        <style>
          ${style}
        </style>
        <noscript><meta http-equiv="refresh" content="5" /></noscript>
      </head>
      <body>
        <header>
          <h1>Acme Bank <span>in a Dataverse sandbox</span></h1>
          <p class="soft">
            What the Web API under <code>/api/data/v9.2/</code> has in its tables. Times are UTC.
          </p>
          <p class="figures">
            <span><b>${count("appointment")}</b>appointments</span><span><b>${count("lead")}</b>leads</span
            ><span><b>${count("contact")}</b>contacts</span><span><b>${requests.length}</b>API requests</span>
          </p>
        </header>
        <main>
          <h2>Appointments <small>by client, the latest change first</small></h2>
          ${renderTimelines(organization)}
          <div class="lists">
            <section>
              <h2>Leads <small>newest first</small></h2>
              ${renderPeople(organization, "lead")}
            </section>
            <section>
              <h2>Contacts <small>newest first</small></h2>
              ${renderPeople(organization, "contact")}
            </section>
          </div>
          <h2>
            API requests
            <small>the latest ${Math.min(requests.length, shownRequests)} of ${requests.length}</small>
          </h2>
          ${renderRequests(requests)}
        </main>
        <footer><p id="live">Renews itself every two seconds.</p></footer>
        <script>
          ${script};
        </script>
      </body>
    </html> `;
  return {
    status: 200,
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    body: page.text,
  };
}

/** The class of the badge of each state. */
const tones: Readonly<Record<string, string>> = {
  Open: "open",
  Active: "scheduled",
  Qualified: "scheduled",
  Disqualified: "canceled",
  Inactive: "completed",
};

/** The newest leads or contacts. */
function renderPeople(organization: Organization, tableName: "lead" | "contact"): Html {
  const table = tableNamed(organization.model, tableName);
  const rows = organization.store.all(tableName).toSorted(newestFirst);
  if (rows.length === 0) return html`<p class="empty">No ${table.displayName.toLowerCase()}s.</p>`;
  const more = rows.length - shownPeople;
  return html`<ul class="rows">
    ${rows.slice(0, shownPeople).map((row) => {
      const state = labelOf(table, row, "statecode") ?? "";
      const label = row.merged === true ? "Merged" : state;
      return html`<li>
        <div><b>${textOf(row.fullname)}</b> <span class="soft">${details(organization, row)}</span></div>
        <span class="badge ${tones[state] ?? "completed"}">${label}</span>
      </li>`;
    })}
    ${more > 0 ? html`<li class="soft">and ${more} older ones</li>` : ""}
  </ul>`;
}

/**
 * Subject, e-mail address and owner, as far as there are any; for a closed lead, the contact or lead it
 * became part of.
 */
function details(organization: Organization, row: Row): string {
  const contact = displayName(organization, row.parentcontactid);
  const master = displayName(organization, row.masterid);
  return [
    textOf(row.subject),
    textOf(row.emailaddress1),
    displayName(organization, row.ownerid),
    contact === undefined ? undefined : `now the contact ${contact}`,
    master === undefined ? undefined : `merged into ${master}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function newestFirst(a: Row, b: Row): number {
  return (
    textOf(b.createdon).localeCompare(textOf(a.createdon)) ||
    textOf(a.lastname).localeCompare(textOf(b.lastname))
  );
}

function renderRequests(requests: readonly LoggedRequest[]): Html {
  if (requests.length === 0) return html`<p class="empty">Nothing has been asked yet.</p>`;
  const latest = requests.slice(-shownRequests).toReversed();
  return html`<ul class="rows requests">
    ${latest.map(
      (request) =>
        html`<li>
          <div>
            <span class="soft">${request.at.slice(11, 19)}</span
            ><code>${request.method} ${request.path}</code>
          </div>
          ${statusBadge(request.status)}
          ${
            request.operations.length > 0
              ? html`<ol>
                  ${request.operations.map((one) => html`<li><code>${one.method} ${one.path}</code>${statusBadge(one.status)}</li>`)}
                </ol>`
              : ""
          }
        </li>`,
    )}
  </ul>`;
}

function statusBadge(status: number | null): Html {
  if (status === null) return html`<span class="badge wait">no answer</span>`;
  return html`<span class="badge ${status < 400 ? "scheduled" : "canceled"}">${status}</span>`;
}
