/** How a story of one appointment is told: people and bookings nobody else has, events, and what became of them. */
import { expect } from "vitest";
import { type Booking, type Person, wireEvent } from "./events.ts";
import type { Service } from "./service.ts";

let lastId = 90_000;

/** A person whom no other story has. */
export function newcomer(name: string): Person {
  lastId += 1;
  return {
    id: `a${lastId}`,
    clientId: `c${lastId}`,
    firstName: name,
    lastName: `Story${lastId}`,
    email: `${name.toLowerCase()}.${lastId}@example.com`,
  };
}

export function bookingOf(person: Person, differences: Partial<Booking> = {}): Booking {
  lastId += 1;
  return { id: `b${lastId}`, attendees: [person], ...differences };
}

export function createStory(service: Service) {
  async function tell(
    type: string,
    booking: Booking,
    options: { id?: string; occurredAt?: string } = {},
    attributes: Readonly<Record<string, unknown>> = {},
  ) {
    const event = wireEvent(type, booking, options);
    Object.assign(event.data.attributes, attributes);
    const answer = await service.deliver(event);
    expect(answer.status).toBe(202);
    return event;
  }

  async function tellAndWait(type: string, booking: Booking) {
    const event = await tell(type, booking);
    return service.untilDone(booking.id, event.id);
  }

  async function leadsOf({ lastName }: Pick<Person, "lastName">) {
    return (await service.dynamics.newLeads()).filter((row) => row["lastname"] === lastName);
  }

  async function rowOf(booking: Booking) {
    const { saved } = await service.state(booking.id);
    const rows = await service.dynamics.newAppointments();
    return rows.find((row) => row["activityid"] === saved?.activityId);
  }

  /** `PATCH /api/data/v9.2/leads`, one for each request to the Web API. */
  async function operationsDuring(action: () => Promise<unknown>): Promise<string[]> {
    await service.dynamics.clearRequests();
    await action();
    return (await service.dynamics.requests()).map(
      ({ method, path }) => `${method} ${path.replace(/[(?].*/, "")}`,
    );
  }

  return {
    /** Delivers, with some of the wire's attributes replaced; the event may still be on its way. */
    tell,
    /** Delivers and waits until the event was dealt with. */
    tellAndWait,
    leadsOf,
    rowOf,
    operationsDuring,
  };
}
