import { randomBytes } from "node:crypto";
import type { Appointment, Attendee, Client, Person, Status, WaitRequest } from "../model/entities.ts";
import type { Seed } from "../seed/bank.ts";

/** Every row of the stand-in, in memory. */
export type Store = ReturnType<typeof createStore>;

/** Begins with the seed. */
export function createStore(seed: Seed) {
  const locations = byId(seed.locations);
  const categories = byId(seed.categories);
  const services = byId(seed.services);
  const questions = byId(seed.questions);
  const staff = byId(seed.staff);
  const clients = new Map<string, Client>();
  const appointments = new Map<string, Appointment>();
  const waitList = new Map<string, WaitRequest>();
  // Ids go on after a reset and differ after a restart, since a receiver remembers the ids it has seen.
  // Tenths of seconds keep them below 2^31, so that they also fit a whole-number column.
  let lastId = Math.floor((Date.now() - Date.UTC(2025, 0, 1)) / 100);

  function nextId(): string {
    lastId += 1;
    return String(lastId);
  }

  function reset(): void {
    appointments.clear();
    waitList.clear();
    clients.clear();
    for (const client of seed.clients) clients.set(clientKey(client), client);
  }

  /** The client with the same e-mail (or phone) and names, or a new one. */
  function findOrAddClient(person: Person): Client {
    const key = clientKey(person);
    const known = clients.get(key);
    if (known) return known;
    const client: Client = {
      id: nextId(),
      firstName: person.firstName,
      lastName: person.lastName,
      email: person.email ?? null,
      cellPhone: person.cellPhone ?? null,
      lang: person.lang ?? "en",
      externalId: person.externalId ?? null,
    };
    clients.set(key, client);
    return client;
  }

  /** A new attendee for the person. What the booking leaves out is taken from the client. */
  function createAttendee(person: Person, status: Status): Attendee {
    const client = findOrAddClient(person);
    return {
      id: nextId(),
      clientId: client.id,
      firstName: person.firstName,
      lastName: person.lastName,
      email: person.email ?? client.email,
      cellPhone: person.cellPhone ?? client.cellPhone,
      lang: person.lang ?? client.lang,
      externalId: person.externalId ?? client.externalId,
      more: person.more ?? {},
      answers: person.answers ?? [],
      status,
    };
  }

  reset();
  return {
    locations,
    categories,
    services,
    questions,
    staff,
    clients,
    appointments,
    waitList,
    nextId,
    newCode,
    findOrAddClient,
    createAttendee,
    reset,
  };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function newCode(): string {
  return randomBytes(12).toString("base64url");
}

/** What tells clients apart: e-mail, else phone, and both names, in lower case. */
function clientKey({ email, cellPhone, firstName, lastName }: Person): string {
  const address = email ?? `tel:${(cellPhone ?? "").replaceAll(/\D/gu, "")}`;
  return [address, firstName, lastName].map((part) => part.trim().toLowerCase()).join("\n");
}
