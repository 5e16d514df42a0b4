import { DateTime } from "luxon";
import { keptValue } from "../store/answers.ts";
import type { Appointment, Attendee } from "../model/entities.ts";
import { endMs } from "../model/entities.ts";
import { formatLocal } from "../model/local-time.ts";
import type { Store } from "../store/store.ts";
import type { Html } from "@coconut-dynamics/sandbox-kit/html";
import { html } from "@coconut-dynamics/sandbox-kit/html";

const ways: Readonly<Record<number, string>> = { 2: "by phone", 3: "by video", 4: "off site" };

/** One appointment in the list: who, when, what, attendees, and the buttons of what staff may do. */
export function appointmentItem(store: Store, appointment: Appointment): Html {
  const { status, startMs, timezone } = appointment;
  const isOver = status === "Cancelled";
  const who = appointment.attendees.map(nameOf).join(", ") || "Nobody yet";
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
      · ${serviceLocationAndStaff(store, appointment).join(" · ")}
    </p>
    <p class="fine">${secondaryFacts(store, appointment).join(" · ")}</p>
    <ul class="people">
      ${appointment.attendees.map((attendee) => attendeeItem(store, appointment, attendee))}
    </ul>
    ${isOver ? html`` : itemButtons(appointment, who)}
  </li>`;
}

function serviceLocationAndStaff(store: Store, appointment: Appointment): string[] {
  const { serviceIds, locationId, meetingMethod, staffIds } = appointment;
  const services = serviceIds.map((id) => store.services.get(id)?.name.en ?? id);
  const place = store.locations.get(locationId ?? "")?.name;
  const where = [place, ways[meetingMethod]].filter((part) => part !== undefined);
  const staff = staffIds.map((id) => staffName(store, id));
  return [services.join(", "), where.join(", "), staff.length > 0 ? staff.join(", ") : "unassigned"];
}

function secondaryFacts(store: Store, { id, timezone, bookerId, utm, notes }: Appointment): string[] {
  const from = [utm?.source, utm?.medium].filter((part) => part !== undefined);
  return [
    `Appointment ${id}`,
    timezone,
    ...(bookerId === null ? [] : [`booked by ${staffName(store, bookerId)}`]),
    ...(from.length > 0 ? [`from ${from.join(", ")}`] : []),
    ...(notes === null ? [] : [notes]),
  ];
}

function staffName(store: Store, id: string): string {
  const member = store.staff.get(id);
  return member ? `${member.firstName} ${member.lastName}` : id;
}

function attendeeItem(store: Store, appointment: Appointment, attendee: Attendee): Html {
  const { id, email, cellPhone, status } = attendee;
  const isGone = status === "Cancelled";
  const isOnly = appointment.attendees.length === 1;
  const reach = [email, cellPhone].filter((part) => part !== null).join(", ");
  const said = attendee.answers.flatMap((answer) => {
    const question = store.questions.get(answer.questionId);
    return question ? [`${question.label.en} → ${[keptValue(question, answer)].flat().join(", ")}`] : [];
  });
  const removal = html`<button
    id="gone-${id}"
    class="quiet"
    data-path="${appointment.id}/attendees/${id}/cancel"
    aria-label="Cancel the attendance of ${nameOf(attendee)}"
  >
    Cancel attendance
  </button>`;
  return html`<li class="${isGone ? "over" : ""}">
    ${isOnly ? html`` : html`<span>${nameOf(attendee)}</span>`}
    <span class="fine">${[reach, ...said].join(" · ")}${isGone && !isOnly ? " · cancelled" : ""}</span>
    ${isGone || isOnly ? html`` : removal}
  </li>`;
}

function itemButtons({ id, startMs, timezone, staffIds, status, notes }: Appointment, who: string): Html {
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
      data-zone="${timezone}"
      data-staff="${staffIds[0] ?? "nobody"}"
      data-status="${status}"
      data-notes="${notes ?? ""}"
      data-who="${who}"
      aria-label="Change: ${who}"
    >
      Change…
    </button>
    <button id="join-${id}" data-join="${id}" data-who="${who}" aria-label="Add an attendee: ${who}">
      Add attendee…
    </button>
    ${status === "Completed" ? html`` : button("Completed", "Complete")}
    ${status === "No Show" ? html`` : button("No-Show", "No-show")}
    <button id="cancel-${id}" class="danger" data-path="${id}/cancel" aria-label="Cancel: ${who}">
      Cancel
    </button>
  </div>`;
}

function nameOf({ firstName, lastName }: Attendee): string {
  return `${firstName} ${lastName}`;
}
