import { DateTime } from "luxon";
import { formatLocal } from "../calendar.ts";
import type { Appointment, Attendee } from "../entities.ts";
import { endMs } from "../entities.ts";
import type { Store } from "../store.ts";
import type { Delivery, DeliveryState, Outbox } from "../webhooks/outbox.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

const appointmentsShown = 50;
const deliveriesShown = 20;

/** The script replaces these two while the page is open; each element that can have the focus has an id to find it by. */
export function appointmentList(store: Store): Html {
  const all = [...store.appointments.values()];
  const latest = all.slice(-appointmentsShown).toReversed();
  const items = latest.map((appointment) => appointmentItem(store, appointment));
  return html`<section id="appointments" aria-labelledby="appointments-title" class="panel">
    <h2 id="appointments-title" tabindex="-1">Appointments <span class="count">${all.length}</span></h2>
    ${
      items.length > 0
        ? html`<ul>
            ${items}
          </ul>`
        : html`<p class="empty">None yet. The first one you book appears here, and its webhook below.</p>`
    }
  </section>`;
}

function appointmentItem(store: Store, appointment: Appointment): Html {
  const { id, status, startMs, timezone } = appointment;
  const isOver = status === "Cancelled";
  const names = appointment.attendees.map((attendee) => attendeeName(attendee, isOver));
  const who = names.length > 0 ? names.join(", ") : "Nobody yet";
  const services = appointment.serviceIds.map((service) => store.services.get(service)?.name ?? service);
  const staff = appointment.staffIds.map((member) => {
    const row = store.staff.get(member);
    return row ? `${row.firstName} ${row.lastName}` : member;
  });
  const place = store.locations.get(appointment.locationId)?.name ?? "";
  const start = DateTime.fromMillis(startMs, { zone: timezone, locale: "en" });
  const end = DateTime.fromMillis(endMs(appointment), { zone: timezone, locale: "en" });
  const kind = appointment.walkIn ? html` <span class="tag">Walk-in</span>` : html``;
  return html`<li class="${isOver ? "over" : ""}">
    <div class="line">
      <h3>${who}</h3>
      ${kind}
      <span class="tag status-${status.toLowerCase().replaceAll(" ", "-")}">${status}</span>
    </div>
    <p>
      <time datetime="${start.toISO() ?? ""}"
        >${start.toFormat("ccc d LLL yyyy, HH:mm")}–${end.toFormat("HH:mm")}</time
      >
      · ${services.join(", ")} · ${place} · ${staff.length > 0 ? staff.join(", ") : "unassigned"}
    </p>
    <p class="fine">
      Appointment ${id} · ${timezone}${appointment.notes === null ? "" : ` · ${appointment.notes}`}
    </p>
    ${isOver ? html`` : itemButtons(appointment, who)}
  </li>`;
}

function itemButtons({ id, startMs, timezone, staffIds, status }: Appointment, who: string): Html {
  const start = formatLocal(startMs, timezone).replace(" ", "T");
  const button = (name: string, text: string) =>
    html`<button
      id="${name}-${id}"
      data-path="${id}/status"
      data-status="${name}"
      aria-label="${text}: ${who}"
    >
      ${text}
    </button>`;
  return html`<div class="actions">
    <button
      id="change-${id}"
      data-change="${id}"
      data-start="${start}"
      data-staff="${staffIds[0] ?? "nobody"}"
      data-who="${who}"
      aria-label="Reschedule: ${who}"
    >
      Reschedule…
    </button>
    ${status === "Completed" ? html`` : button("Completed", "Complete")}
    ${status === "No Show" ? html`` : button("No-Show", "No-show")}
    <button id="cancel-${id}" class="danger" data-path="${id}/cancel" aria-label="Cancel: ${who}">
      Cancel
    </button>
  </div>`;
}

function attendeeName({ firstName, lastName, status }: Attendee, isOver: boolean): string {
  return `${firstName} ${lastName}${status === "Cancelled" && !isOver ? " (cancelled)" : ""}`;
}

export function deliveryList(outbox: Outbox): Html {
  const all = [...outbox.deliveries.values()];
  const items = all.slice(-deliveriesShown).toReversed().map(deliveryItem);
  const holding = outbox.isHolding();
  const held = all.filter((delivery) => delivery.state === "held").length;
  return html`<section id="deliveries" aria-labelledby="deliveries-title" class="panel">
    <h2 id="deliveries-title" tabindex="-1">Webhook deliveries <span class="count">${all.length}</span></h2>
    <p class="fine">${outbox.target()?.url ?? "No webhook address is set; events wait here until one is."}</p>
    <div class="actions">
      ${
        holding
          ? html`<span>Holding: ${held} kept back.</span>
              <button id="release" data-order="as_made">Release</button>
              <button id="release-reversed" data-order="reversed">Release, newest first</button>`
          : html`<button id="hold" data-hold="">Hold new events</button>`
      }
    </div>
    ${
      items.length > 0
        ? html`<ul>
            ${items}
          </ul>`
        : html`<p class="empty">Nothing has been sent yet.</p>`
    }
  </section>`;
}

const stateWords: Readonly<Record<DeliveryState, string>> = {
  pending: "Retrying",
  held: "Held",
  delivered: "Delivered",
  failed: "Given up",
};

function deliveryItem({ id, event, appointmentId, attempts, state }: Delivery): Html {
  const last = attempts.at(-1);
  const tries = attempts.length === 1 ? "1 try" : `${attempts.length} tries`;
  const answer = last === undefined ? "" : "status" in last ? `answered ${last.status}` : last.error;
  const word = state === "pending" && attempts.length === 0 ? "Sending" : stateWords[state];
  return html`<li>
    <div class="line">
      <h3><code>${event}</code></h3>
      <span class="tag state-${state}">${word}</span>
    </div>
    <p class="fine">
      Appointment ${appointmentId} · ${tries}${answer === "" ? "" : ` · ${answer}`}
      ${last === undefined ? "" : `· ${last.at.slice(11, 19)} UTC`}
    </p>
    ${
      state === "held"
        ? html``
        : html`<div class="actions">
            <button
              id="again-${id}"
              data-redeliver="${id}"
              aria-label="Send ${event} of appointment ${appointmentId} again"
            >
              Send again
            </button>
          </div>`
    }
  </li>`;
}
