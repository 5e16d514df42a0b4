import type { Client, Location, Service, Staff } from "./entities.ts";

export interface Seed {
  readonly locations: readonly Location[];
  readonly services: readonly Service[];
  readonly staff: readonly Staff[];
  readonly clients: readonly Client[];
}

/** A small bank with two branches. Lena Fox works at both, but the bank's CRM has no user with her address. */
export const seed: Seed = {
  locations: [
    {
      id: "12",
      name: "King Street",
      address: "1 King St W",
      city: "Toronto",
      provState: "ON",
      zipPostal: "M5H 1A1",
      country: "CA",
      timezone: "America/Toronto",
      externalId: "BR-12",
    },
    {
      id: "14",
      name: "Place Ville-Marie",
      address: "1 Place Ville-Marie",
      city: "Montréal",
      provState: "QC",
      zipPostal: "H3B 4A9",
      country: "CA",
      timezone: "America/Toronto",
      externalId: "BR-14",
    },
  ],
  services: [
    { id: "7", name: "Mortgage advice", durationMinutes: 45, group: false },
    { id: "8", name: "Open an account", durationMinutes: 30, group: false },
    { id: "9", name: "Retirement planning", durationMinutes: 60, group: false },
    { id: "10", name: "First home seminar", durationMinutes: 90, group: true },
  ],
  staff: [
    {
      id: "31",
      firstName: "Dana",
      lastName: "Roy",
      email: "dana.roy@acme.example",
      locationIds: ["12"],
    },
    {
      id: "32",
      firstName: "Marc",
      lastName: "Tremblay",
      email: "marc.tremblay@acme.example",
      locationIds: ["12", "14"],
    },
    {
      id: "33",
      firstName: "Priya",
      lastName: "Nair",
      email: "priya.nair@acme.example",
      locationIds: ["12", "14"],
    },
    {
      id: "34",
      firstName: "Lena",
      lastName: "Fox",
      email: "lena.fox@acme.example",
      locationIds: ["12", "14"],
    },
  ],
  clients: [
    {
      id: "5501",
      firstName: "Ann",
      lastName: "Lee",
      email: "ann.lee@example.com",
      cellPhone: "+1 416 555 0101",
      lang: "en",
      externalId: null,
    },
    {
      id: "5502",
      firstName: "Luc",
      lastName: "Gagnon",
      email: "luc.gagnon@example.com",
      cellPhone: "+1 514 555 0102",
      lang: "fr",
      externalId: "CIF-5502",
    },
    {
      id: "5503",
      firstName: "Sofia",
      lastName: "Marino",
      email: "sofia.marino@example.com",
      cellPhone: "+1 416 555 0103",
      lang: "en",
      externalId: null,
    },
  ],
};
