// Leads and opportunities of the small bank. `owner`, `contact`, `account` and others are names in people.ts
// and in this file.

/** The columns of a lead, with the rows it refers to by name. */
interface SeedLead {
  readonly name: string;
  readonly owner: string;
  /** The contact the lead was qualified into. */
  readonly contact?: string;
  /** The opportunity the lead was qualified into. */
  readonly opportunity?: string;
  /** The lead that this one was merged into. */
  readonly master?: string;
  readonly subject: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly emailaddress1: string;
  readonly leadsourcecode?: number;
  readonly statecode?: number;
  readonly statuscode?: number;
}

/** A lead from the web whose e-mail address follows from the name. */
function prospect(
  first: string,
  last: string,
  subject: string,
  owner: string,
  more: Partial<SeedLead> = {},
): SeedLead {
  return {
    name: `${first} ${last}`,
    firstname: first,
    lastname: last,
    emailaddress1: `${first}.${last}@example.com`.toLowerCase(),
    subject,
    owner,
    leadsourcecode: 8,
    ...more,
  };
}

const qualified = { statecode: 1, statuscode: 3 };

/** Leads: open, qualified, disqualified and merged. */
export const leads: readonly SeedLead[] = [
  prospect("Nadia", "Haidari", "First home mortgage", "Dana Roy"),
  prospect("Tom", "Becker", "Retirement planning", "Elena Petrova", { statuscode: 2 }),
  prospect("Ingrid", "Solberg", "Student account", "Grace Kim", { leadsourcecode: 9 }),
  prospect("Rosa", "Baker", "Line of credit for the bakery", "Priya Nair", {
    ...qualified,
    contact: "Rosa Baker",
    opportunity: "Line of credit for the bakery",
  }),
  prospect("Henrik", "Larsen", "Investment review", "Elena Petrova", {
    ...qualified,
    contact: "Henrik Larsen",
    opportunity: "Investment review",
  }),
  prospect("Carla", "Mendes", "Car loan", "Sam Okafor", { statecode: 2, statuscode: 6 }),
  prospect("Victor", "Stone", "Mortgage renewal", "Dana Roy", { statecode: 2, statuscode: 5 }),
  // Entered twice, then merged into the first.
  prospect("Nadia", "Haidari", "Mortgage question", "Sam Okafor", {
    name: "Nadia Haidari again",
    emailaddress1: "nadia.h@example.com",
    master: "Nadia Haidari",
    statecode: 2,
    statuscode: 4,
  }),
];

/** Opportunities: open, won and lost. */
export const opportunities = [
  {
    name: "Line of credit for the bakery",
    owner: "Priya Nair",
    lead: "Rosa Baker",
    contact: "Rosa Baker",
    account: "Maple Street Bakery",
    estimatedvalue: 60_000,
    estimatedclosedate: "2026-04-30",
    closeprobability: 60,
  },
  {
    name: "Investment review",
    owner: "Elena Petrova",
    lead: "Henrik Larsen",
    contact: "Henrik Larsen",
    estimatedvalue: 25_000,
    actualvalue: 27_500,
    actualclosedate: "2025-12-12",
    statecode: 1,
    statuscode: 3,
  },
  {
    name: "Equipment loan",
    owner: "Priya Nair",
    contact: "Vikram Patel",
    account: "Northwind Dental",
    estimatedvalue: 140_000,
    actualclosedate: "2025-11-20",
    statecode: 2,
    statuscode: 5,
  },
];
