// Staff, accounts and contacts of the small bank. `owner` and `account` are names in this file; bank.ts makes
// rows of them.

/** The staff. One of them is disabled. */
export const users = [
  {
    name: "Dana Roy",
    firstname: "Dana",
    lastname: "Roy",
    internalemailaddress: "dana.roy@acme.example",
    title: "Mortgage Specialist",
  },
  {
    name: "Marc Tremblay",
    firstname: "Marc",
    lastname: "Tremblay",
    internalemailaddress: "marc.tremblay@acme.example",
    title: "Branch Manager",
  },
  {
    name: "Priya Nair",
    firstname: "Priya",
    lastname: "Nair",
    internalemailaddress: "priya.nair@acme.example",
    title: "Small Business Advisor",
  },
  {
    name: "Elena Petrova",
    firstname: "Elena",
    lastname: "Petrova",
    internalemailaddress: "elena.petrova@acme.example",
    title: "Financial Planner",
  },
  {
    name: "Sam Okafor",
    firstname: "Sam",
    lastname: "Okafor",
    internalemailaddress: "sam.okafor@acme.example",
    title: "Personal Banker",
  },
  {
    name: "Grace Kim",
    firstname: "Grace",
    lastname: "Kim",
    internalemailaddress: "grace.kim@acme.example",
    title: "Personal Banker",
  },
  {
    name: "Old Hand",
    firstname: "Old",
    lastname: "Hand",
    internalemailaddress: "old.hand@acme.example",
    title: "Retired",
    isdisabled: true,
  },
];

/** The companies that are clients. */
export const accounts = [
  {
    name: "Maple Street Bakery",
    owner: "Priya Nair",
    accountnumber: "SB-1001",
    address1_city: "Toronto",
    numberofemployees: 14,
  },
  {
    name: "Northwind Dental",
    owner: "Priya Nair",
    accountnumber: "SB-1002",
    address1_city: "Ottawa",
    numberofemployees: 22,
  },
  {
    name: "Lakeshore Cycles",
    owner: "Branch bankers",
    accountnumber: "SB-1003",
    address1_city: "Hamilton",
    numberofemployees: 6,
  },
];

/** The columns of a contact, with its owner and its account by name. */
interface SeedContact {
  readonly name: string;
  readonly owner: string;
  readonly account?: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly emailaddress1: string;
  readonly mobilephone?: string;
  readonly statecode?: number;
  readonly statuscode?: number;
}

/** A contact whose e-mail address follows from the name. */
function person(first: string, last: string, owner: string, more: Partial<SeedContact> = {}): SeedContact {
  const emailaddress1 = `${first}.${last}@example.com`.toLowerCase().replaceAll("'", "");
  return { name: `${first} ${last}`, firstname: first, lastname: last, emailaddress1, owner, ...more };
}

/** The people who are clients. Two of them have the same name, and one is inactive. */
export const contacts: readonly SeedContact[] = [
  person("Robert", "Chen", "Dana Roy", { mobilephone: "+1 416 555 0142" }),
  person("Maria", "Santos", "Elena Petrova", { mobilephone: "+1 647 555 0188" }),
  person("Liam", "Fraser", "Sam Okafor", { mobilephone: "+1 416 555 0121" }),
  person("Chloé", "Gagnon", "Marc Tremblay", { emailaddress1: "chloe.gagnon@example.com" }),
  person("Brian", "O'Brien", "Grace Kim", { mobilephone: "+1 905 555 0110" }),
  person("Aisha", "Mohammed", "Dana Roy"),
  person("Henrik", "Larsen", "Elena Petrova"),
  person("Rosa", "Baker", "Priya Nair", { account: "Maple Street Bakery" }),
  person("Vikram", "Patel", "Priya Nair", { account: "Northwind Dental" }),
  person("Julie", "Park", "Branch bankers", { account: "Lakeshore Cycles" }),
  // Two people with the same name, who differ in their e-mail addresses only.
  person("James", "Wilson", "Sam Okafor", { emailaddress1: "james.wilson@example.com" }),
  person("James", "Wilson", "Grace Kim", {
    name: "James Wilson junior",
    emailaddress1: "jwilson@example.org",
  }),
  person("Peter", "Novak", "Marc Tremblay", { statecode: 1, statuscode: 2 }),
];
