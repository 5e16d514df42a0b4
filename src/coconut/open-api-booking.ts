/** A booking in our words → the body of `POST appointments` (Open API v2). */
import type { CampaignWords } from "./booked-from.ts";
import { type BookableMethod, methodNumbers } from "./open-api.ts";

/** What to book. */
export interface NewBooking {
  /** The member of staff who makes the booking; `staff` is the one whom the client meets. */
  readonly bookerId: string;
  readonly service: string;
  readonly method: BookableMethod;
  /** `null` is possible for a phone call or a video call. */
  readonly location: string | null;
  /** `null`: anyone who is free. */
  readonly staff: string | null;
  /** The language that the member of staff has to speak. */
  readonly language: "en" | "fr" | null;
  /** Wall-clock time in `timezone`, `2026-03-10 10:00:00`. */
  readonly start: string;
  readonly timezone: string;
  readonly attendees: readonly NewAttendee[];
  /** Whether Coconut sends the clients a confirmation. */
  readonly notify: boolean;
  /** Carry the row booked from. */
  readonly words: CampaignWords;
}

/** A client who is to attend. */
export interface NewAttendee {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly cellPhone: string | null;
  readonly language: "en" | "fr";
  readonly notes: string | null;
  readonly answers: readonly { readonly questionId: string; readonly value: string | readonly string[] }[];
}

/** Open API v2, `booked_through`: 4 is API. */
const bookedThroughApi = 4;

/** The body as Coconut expects it. */
export function toBody(booking: NewBooking): object {
  const { location, language, notify, words } = booking;
  return {
    data: {
      type: "appointments",
      attributes: {
        start: booking.start,
        timezone: booking.timezone,
        ...(location !== null && { location_id: idOf(location) }),
        service_id: idOf(booking.service),
        staff_id: booking.staff === null ? null : idOf(booking.staff),
        meeting_method: methodNumbers[booking.method],
        booked_through: bookedThroughApi,
        ...(language !== null && { supported_locale: language }),
      },
      relationships: { attendees: { data: booking.attendees.map(toAttendee) } },
    },
    meta: { booker: idOf(booking.bookerId), notify: { client: notify, user: true }, utm: words },
  };
}

function toAttendee({ firstName, lastName, email, cellPhone, language, notes, answers }: NewAttendee) {
  return {
    type: "attendees",
    attributes: {
      first_name: firstName,
      last_name: lastName,
      lang: language,
      ...(email !== null && { email }),
      ...(cellPhone !== null && { cell_phone: cellPhone }),
      ...(notes !== null && { notes }),
    },
    relationships: {
      answers: {
        data: answers.map(({ questionId, value }) => ({
          type: "answers",
          attributes: { question_id: idOf(questionId), value },
        })),
      },
    },
  };
}

/** Ids are numbers on the wire (Open API v2); an id that is no number is sent as text. */
function idOf(id: string): number | string {
  const number = Number(id);
  return /^\d+$/.test(id) && Number.isSafeInteger(number) ? number : id;
}
