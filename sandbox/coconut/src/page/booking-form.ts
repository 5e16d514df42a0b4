import type { Service, Staff } from "../model/entities.ts";
import { statuses } from "../model/entities.ts";
import { activeStaff } from "../availability/offers.ts";
import type { Store } from "../store/store.ts";
import type { Html } from "@coconut-dynamics/sandbox-kit/html";
import { html } from "@coconut-dynamics/sandbox-kit/html";

/** The form in which staff book. */
export function bookingForm(store: Store): Html {
  return html`<section aria-labelledby="book-title" class="panel">
    <h2 id="book-title">Book an appointment</h2>
    <form id="book" autocomplete="off">
      ${personFields()}
      <label
        >Service
        <select name="service">
          ${[...store.categories.values()].map(
            ({ id, name }) => html`<optgroup label="${name.en}">${servicesOf(store, id)}</optgroup>`,
          )}
        </select></label
      >
      <label
        >Location
        <select name="location">
          ${[...store.locations.values()].map(
            ({ id, name, city }) => html`<option value="${id}">${name}, ${city}</option>`,
          )}
        </select></label
      >
      <label
        >Held
        <select name="meetingMethod">
          <option value="1">at the location</option>
          <option value="2">by phone</option>
          <option value="3">by video</option>
          <option value="4">off site</option>
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

function personFields(): Html {
  return html`<div class="pair">
      <label>First name <input name="firstName" required maxlength="200" /></label>
      <label>Last name <input name="lastName" required maxlength="200" /></label>
    </div>
    <label>E-mail <input name="email" type="email" required maxlength="200" /></label>
    <label>Cell phone <small>optional</small> <input name="cellPhone" type="tel" maxlength="200" /></label>`;
}

/** One dialog for all appointments; the script fills it in. */
export function changeDialog(store: Store): Html {
  return html`<dialog id="change" aria-labelledby="change-title">
    <form method="dialog">
      <h2 id="change-title">Change the appointment</h2>
      <p class="who"></p>
      <label
        >Start <small class="zone"></small> <input name="start" type="datetime-local" step="1" required
      /></label>
      <label
        >Staff
        <select name="staff">
          ${staffOptions(store)}
          <option value="nobody">Nobody yet</option>
        </select>
      </label>
      <label
        >Status
        <select name="status">
          ${statuses.map((status) => html`<option>${status}</option>`)}
        </select>
      </label>
      <label>Notes <textarea name="notes" rows="2" maxlength="5000"></textarea></label>
      <div class="actions">
        <button class="primary" value="save">Save</button>
        <button value="close" formnovalidate>Leave as it is</button>
      </div>
    </form>
  </dialog>`;
}

/** The dialog that adds an attendee. */
export function attendeeDialog(): Html {
  return html`<dialog id="join" aria-labelledby="join-title">
    <form method="dialog" autocomplete="off">
      <h2 id="join-title">Add an attendee</h2>
      <p class="who"></p>
      ${personFields()}
      <div class="actions">
        <button class="primary" value="save">Add</button>
        <button value="close" formnovalidate>Do not add</button>
      </div>
    </form>
  </dialog>`;
}

function staffOptions(store: Store): readonly Html[] {
  const branches = (staff: Staff) =>
    staff.locationIds.map((id) => store.locations.get(id)?.name ?? id).join(", ");
  return activeStaff(store).map(
    (staff) =>
      html`<option value="${staff.id}">${staff.firstName} ${staff.lastName} (${branches(staff)})</option>`,
  );
}

function servicesOf(store: Store, categoryId: string): Html[] {
  return [...store.services.values()]
    .filter((service) => service.categoryId === categoryId)
    .map(
      ({ id, name, durationMinutes }: Service) =>
        html`<option value="${id}" ${id === "7" ? "selected" : ""}>
          ${name.en}, ${durationMinutes} min
        </option>`,
    );
}
