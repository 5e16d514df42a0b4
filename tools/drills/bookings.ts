/** Who books what in a drill: people, appointments, and each change of an appointment as the delivery that tells it. */
import { users } from "@coconut-dynamics/sandbox-dataverse/people";
import { type Booking, type Person, wireEvent } from "../../test/helpers/events.ts";
import type { Random } from "./random.ts";

/** The body of a delivery. */
export type Delivery = ReturnType<typeof wireEvent>;

/** A client, and all their attendances: one person in Dynamics, however many ids Coconut has for them. */
export type Client = Person & { readonly email: string };

/** What a change tells anew; the rest stays as it was. `padding`: notes of every further attendee, by which a delivery becomes large. */
export type Change = Omit<Partial<Booking>, "id" | "notes" | "updatedAt"> & { readonly padding?: string };

/** One appointment of a drill. */
export interface Appointment {
  readonly id: string;
  readonly client: Client;
  /** The member of staff, by whose e-mail address Dynamics knows the owner. */
  readonly staff: Person;
  /** What happened in Coconut, oldest first, in whatever order it is delivered. */
  readonly deliveries: readonly Delivery[];
  /** False when there is nothing to write yet, since nobody has joined the group. */
  readonly isWritten: boolean;
  /** Adds a change; answers its delivery, which was not sent yet. `at`: when it happened by the sender's clock. */
  tell(type: string, at: Date, change?: Change): Delivery;
}

/** The words by which a row tells which change of which appointment it shows. */
export function markOf(appointmentId: string, change: number): string {
  return `Drill ${appointmentId} change ${change}`;
}

/** Reads them from the description of a row; undefined where there are none. */
export function readMark(
  description: unknown,
): { readonly appointmentId: string; readonly change: number } | undefined {
  const found = typeof description === "string" ? /^Drill (\S+) change (\d+)/.exec(description) : null;
  return found?.[1] === undefined ? undefined : { appointmentId: found[1], change: Number(found[2]) };
}

/** Makes the people and appointments of one drill, and remembers the appointments. */
export interface Bookings {
  readonly appointments: readonly Appointment[];
  /** A person whom Dynamics does not know. */
  newClient(): Client;
  book(options?: BookingOptions): Appointment;
  /** The delivery once more under an id of its own, as a sender does that has lost count. */
  retell(delivery: Delivery): Delivery;
  /** Which change of its appointment an event tells, counted from 1; 0 for an event that is none of the drill's. */
  changeOf(eventId: string): number;
}

/** How a booking differs from that of a new client for some time in the next weeks. */
export interface BookingOptions {
  readonly client?: Client;
  readonly isWritten?: boolean;
  readonly start?: Date;
}

const staff: readonly Person[] = users
  .filter(({ isdisabled }) => isdisabled !== true)
  .map(({ firstname, lastname, internalemailaddress }, at) => ({
    id: String(31 + at),
    firstName: firstname,
    lastName: lastname,
    email: internalemailaddress,
  }));

/** The first names are words, so that no two people have names that are nearly the same. */
const firstNames = ["Ada", "Bruno", "Chidi", "Dalia", "Emil", "Fatou", "Goran", "Hana"] as const;

/** Makes up people and appointments by chance. `now`: all of it happens around that time. */
export function createBookings(random: Random, now: Date): Bookings {
  const appointments: Appointment[] = [];
  // Of the drill: on a server that keeps its history no two drills have the same ids.
  const firstId = random.integer(100, 999) * 1_000_000;
  let lastId = firstId;
  const newId = () => String((lastId += 1));
  const changes = new Map<string, number>();
  // Ids say nothing of the order in which events happened.
  const newEventId = () => `evt-${random.integer(0, 0xffff_ffff).toString(16)}-${newId()}`;

  function newClient(): Client {
    const id = newId();
    const firstName = random.pick(firstNames);
    return {
      id: `4${id}`,
      clientId: `5${id}`,
      firstName,
      lastName: `Drill${id}`,
      email: `${firstName.toLowerCase()}.${id}@drill.example`,
      cellPhone: `+1 416 555 ${String(random.integer(0, 9_999)).padStart(4, "0")}`,
    };
  }

  return {
    appointments,
    newClient,
    book({ client = newClient(), isWritten = true, start = soon(random, now) } = {}) {
      const [first, ...others] = staff;
      if (first === undefined) throw new Error("the stand-in for Dynamics has no staff");
      const member = random.pick([first, ...others]);
      const deliveries: Delivery[] = [];
      const id = newId();
      let booking: Booking = {
        id,
        attendees: [client],
        staff: [member],
        ...lasting(random, start),
      };
      const appointment: Appointment = {
        id,
        client,
        staff: member,
        deliveries,
        isWritten,
        tell(type, at, { padding = "", ...change } = {}) {
          booking = {
            ...booking,
            ...change,
            notes: markOf(id, deliveries.length + 1),
            updatedAt: wholeSeconds(at),
          };
          const told = wireEvent(type, booking, { id: newEventId() });
          const delivery = padding === "" ? told : withNotes(told, client, padding);
          deliveries.push(delivery);
          changes.set(delivery.id, deliveries.length);
          return delivery;
        },
      };
      appointments.push(appointment);
      return appointment;
    },
    retell(delivery) {
      const again = { ...delivery, id: newEventId() };
      changes.set(again.id, changes.get(delivery.id) ?? 0);
      return again;
    },
    changeOf: (eventId) => changes.get(eventId) ?? 0,
  };
}

function withNotes(delivery: Delivery, except: Client, notes: string): Delivery {
  const included = delivery.included.map((resource) =>
    resource.type === "attendees" && resource.id !== except.id
      ? { ...resource, attributes: { ...resource.attributes, notes } }
      : resource,
  );
  // The shape that the tests' deliveries have does not know an attendee's notes.
  return { ...delivery, included: included as Delivery["included"] };
}

/** A change by chance of an appointment that stands: moved, cancelled, completed or told with other notes. */
export function tellAnything(random: Random, appointment: Appointment, at: Date): Delivery {
  const kind = random.pick(["updated", "rescheduled", "rescheduled", "cancelled", "status_changed"]);
  switch (kind) {
    case "rescheduled": {
      const times = lasting(random, soon(random, at));
      return appointment.tell("appointment.rescheduled", at, { status: "Confirmed", ...times });
    }
    case "cancelled":
      return appointment.tell("appointment.cancelled", at, { status: "Cancelled" });
    case "status_changed":
      return appointment.tell("appointment.status_changed", at, {
        status: random.pick(["Completed", "No Show", "Arrived", "Confirmed"]),
      });
    default:
      return appointment.tell("appointment.updated", at, { status: "Confirmed" });
  }
}

const quarterHourMs = 900_000;

/** A quarter of an hour within some weeks after. */
function soon(random: Random, after: Date): Date {
  const days = random.integer(1, 40);
  return new Date((Math.floor(after.getTime() / quarterHourMs) + days * 96) * quarterHourMs);
}

/** Start and end of a meeting of up to an hour, from a quarter of an hour on. */
export function lasting(random: Random, start: Date): { readonly start: string; readonly end: string } {
  const from = Math.floor(start.getTime() / quarterHourMs) * quarterHourMs;
  const end = new Date(from + random.integer(1, 4) * quarterHourMs);
  return { start: new Date(from).toISOString(), end: end.toISOString() };
}

/** As Coconut's framework writes times by default. */
function wholeSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
