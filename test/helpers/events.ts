/** Deliveries by hand, in the default wire, for stories that the Coconut sandbox would not tell by itself. */
import { randomUUID } from "node:crypto";

export interface Booking {
  readonly id: string;
  readonly status?: string;
  readonly start?: string;
  readonly end?: string;
  readonly updatedAt?: string;
  readonly notes?: string | null;
  readonly walkIn?: boolean;
  readonly group?: boolean;
  readonly staff?: readonly Person[];
  readonly attendees?: readonly Person[];
}

export interface Person {
  readonly id: string;
  readonly clientId?: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly cellPhone?: string;
  readonly status?: string;
}

export const dana: Person = { id: "31", firstName: "Dana", lastName: "Roy", email: "dana.roy@acme.example" };
export const annLee: Person = {
  id: "9001",
  clientId: "5501",
  firstName: "Ann",
  lastName: "Lee",
  email: "ann.lee@example.com",
  cellPhone: "+1 416 555 0101",
};

/** A time on 4 March 2026, so many seconds after 15:00 UTC: later is newer. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 2, 4, 15, 0, seconds)).toISOString().replace(".000Z", "Z");
}

export function wireEvent(
  event: string,
  booking: Booking,
  options: { id?: string; occurredAt?: string } = {},
) {
  const { attendees = [annLee], staff = [dana], updatedAt = at(5) } = booking;
  const related = (type: string, people: readonly Person[]) => ({
    data: people.map(({ id }) => ({ type, id })),
  });
  return {
    id: options.id ?? `evt-${randomUUID()}`,
    event,
    occurred_at: options.occurredAt ?? updatedAt,
    tenant: "acme",
    data: {
      type: "appointments",
      id: booking.id,
      attributes: {
        status: booking.status ?? "Confirmed",
        start: booking.start ?? "2026-03-10 10:00:00",
        end: booking.end ?? "2026-03-10 10:45:00",
        timezone: "America/Toronto",
        meeting_method: 1,
        booked_through: 9,
        notes: booking.notes ?? null,
        group: booking.group ?? false,
        walk_in: booking.walkIn ?? false,
        created_at: at(0),
        updated_at: updatedAt,
      },
      relationships: {
        location: { data: { type: "locations", id: "12" } },
        services: { data: [{ type: "services", id: "7" }] },
        staff: related("users", staff),
        attendees: related("attendees", attendees),
      },
    },
    included: [
      {
        type: "locations",
        id: "12",
        attributes: {
          name: "King Street",
          address: "1 King St W",
          city: "Toronto",
          timezone: "America/Toronto",
        },
      },
      { type: "services", id: "7", attributes: { name: "Mortgage advice", duration: 45 } },
      ...staff.map((person) => ({ type: "users", id: person.id, attributes: attributesOf(person) })),
      ...attendees.map((person) => ({ type: "attendees", id: person.id, attributes: attributesOf(person) })),
    ],
  };
}

function attributesOf({ clientId, firstName, lastName, email, cellPhone, status }: Person) {
  return {
    client_id: clientId,
    first_name: firstName,
    last_name: lastName,
    email,
    cell_phone: cellPhone,
    status,
  };
}
