import type { Store } from "../store/store.ts";
import type { Delivery, DeliveryState, Outbox } from "../webhooks/outbox.ts";
import { appointmentItem } from "./appointment-item.ts";
import type { Html } from "@coconut-dynamics/sandbox-kit/html";
import { html } from "@coconut-dynamics/sandbox-kit/html";

const appointmentsShown = 50;
const deliveriesShown = 20;

/**
 * The latest appointments. The script replaces both lists while the page is open, and finds the focused element again
 * by its id.
 */
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

/** The latest webhooks with their attempts, and the buttons that hold and release them. */
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
      ${
        state === "held"
          ? html``
          : html`<button
              id="again-${id}"
              class="quiet"
              data-redeliver="${id}"
              aria-label="Send ${event} of appointment ${appointmentId} again"
            >
              Send again
            </button>`
      }
    </div>
    <p class="fine">
      Appointment ${appointmentId} · ${tries}${answer === "" ? "" : ` · ${answer}`}
      ${last === undefined ? "" : `· ${last.at.slice(11, 19)} UTC`}
    </p>
  </li>`;
}
