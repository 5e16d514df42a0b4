import type { Location, Service, Staff } from "../entities.ts";
import type { Store } from "../store.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

export function bookingForm(store: Store): Html {
  const locations = [...store.locations.values()];
  return html`<section aria-labelledby="book-title" class="panel">
    <h2 id="book-title">Book an appointment</h2>
    <form id="book" autocomplete="off">
      <div class="pair">
        <label>First name <input name="firstName" required maxlength="200" /></label>
        <label>Last name <input name="lastName" required maxlength="200" /></label>
      </div>
      <label>E-mail <input name="email" type="email" required maxlength="200" /></label>
      <label>Cell phone <small>optional</small> <input name="cellPhone" type="tel" maxlength="200" /></label>
      <label
        >Service
        <select name="service">
          ${[...store.services.values()].map(serviceOption)}
        </select></label
      >
      <label
        >Location
        <select name="location">
          ${locations.map(locationOption)}
        </select></label
      >
      <label
        >Staff
        <select name="staff">
          <option value="">Anyone who is free</option>
          ${staffOptions(store)}
          <option value="nobody">Nobody yet</option>
        </select>
      </label>
      <label
        >Start <small>empty: the next free time</small>
        <input name="start" type="datetime-local" step="300" />
      </label>
      <label
        >Notes <small>optional</small> <textarea name="notes" rows="2" maxlength="5000"></textarea>
      </label>
      <label class="check"><input name="walkIn" type="checkbox" /> Walk-in: the client is here now</label>
      <button class="primary">Book</button>
    </form>
  </section>`;
}

/** One dialog for all appointments; the script fills it in. */
export function changeDialog(store: Store): Html {
  return html`<dialog id="change" aria-labelledby="change-title">
    <form method="dialog">
      <h2 id="change-title">Change the appointment</h2>
      <p id="change-who"></p>
      <label>Start <input name="start" type="datetime-local" step="1" required /></label>
      <label
        >Staff
        <select name="staff">
          ${staffOptions(store)}
          <option value="nobody">Nobody yet</option>
        </select>
      </label>
      <div class="actions">
        <button class="primary" value="save">Save</button>
        <button value="close" formnovalidate>Leave as it is</button>
      </div>
    </form>
  </dialog>`;
}

function staffOptions(store: Store): readonly Html[] {
  const branches = (staff: Staff) =>
    staff.locationIds.map((id) => store.locations.get(id)?.name ?? id).join(", ");
  return [...store.staff.values()].map(
    (staff) =>
      html`<option value="${staff.id}">${staff.firstName} ${staff.lastName} (${branches(staff)})</option>`,
  );
}

function serviceOption({ id, name, durationMinutes }: Service): Html {
  return html`<option value="${id}">${name}, ${durationMinutes} min</option>`;
}

function locationOption({ id, name, city }: Location): Html {
  return html`<option value="${id}">${name}, ${city}</option>`;
}
