/** Coconut's statuses, in any spelling. */
import type { Appointment, AppointmentStatus } from "../appointments/appointment.ts";

const spellings = new Map<string, AppointmentStatus>([
  ["confirmed", "confirmed"],
  ["arrived", "arrived"],
  ["inprogress", "in_progress"],
  ["served", "served"],
  ["completed", "completed"],
  ["complete", "completed"],
  ["noshow", "no_show"],
  ["cancelled", "cancelled"],
  ["canceled", "cancelled"],
]);

/** What an administrator says that Coconut's words for a status mean; `""` is a status that was not sent. */
export type StatusWords = Readonly<Record<string, AppointmentStatus>>;

/** Our status for a spelling. `unknown` is no error here: the operator adds the spelling to the wire map and retries. */
export function readStatus(text: string, statuses: StatusWords | undefined): AppointmentStatus {
  const spelling = fold(text);
  const own = Object.entries(statuses ?? {}).find(([theirs]) => fold(theirs) === spelling);
  return own?.[1] ?? spellings.get(spelling) ?? "unknown";
}

/**
 * The appointment with each unknown status read anew from Coconut's own word: by then an administrator may have said what
 * it means.
 */
export function withKnownStatuses(appointment: Appointment, statuses: StatusWords | undefined): Appointment {
  const { status, rawStatus, attendees } = appointment;
  return {
    ...appointment,
    status: status === "unknown" ? readStatus(rawStatus, statuses) : status,
    attendees: attendees.map((attendee) =>
      attendee.status === "unknown" && attendee.rawStatus !== undefined
        ? { ...attendee, status: readStatus(attendee.rawStatus, statuses) }
        : attendee,
    ),
  };
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, "");
}
