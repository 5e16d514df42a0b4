import type { Client } from "../model/entities.ts";

/** Three clients the bank knows already. */
export const clients: readonly Client[] = [
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
];
