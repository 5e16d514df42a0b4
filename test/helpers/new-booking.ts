/** One booking, as the client of the Open API takes it and as the pane asks for it. */
import { randomUUID } from "node:crypto";
import type { BookingRequest } from "../../src/booking/request.ts";
import type { NewBooking } from "../../src/coconut/open-api-booking.ts";

const wish = {
  service: "7",
  method: "at_location",
  location: "12",
  staff: "31",
  language: null,
  // Long over: nobody here asks whether it is still to come. Who books it for real names a free time.
  start: "2026-03-10 10:00:00",
  timezone: "America/Toronto",
  attendees: [
    {
      firstName: "Zoe",
      lastName: "Kay",
      email: "zoe.kay@example.com",
      cellPhone: null,
      language: "en",
      notes: "by the window",
      answers: [{ questionId: "501", value: "renew" }],
    },
  ],
  notify: true,
} as const satisfies Omit<BookingRequest, "staffId" | "key" | "row">;

export function newBooking(differences: Partial<NewBooking> = {}): NewBooking {
  const words = { source: "dynamics", medium: "pane", campaign: "31", content: "lead.x.y", term: "k" };
  return { ...wish, bookerId: "31", words, ...differences };
}

export function bookingRequest(differences: Partial<BookingRequest> = {}): BookingRequest {
  const row = { table: "lead", id: randomUUID() } as const;
  return { ...wish, staffId: "31", key: randomUUID(), row, ...differences };
}
