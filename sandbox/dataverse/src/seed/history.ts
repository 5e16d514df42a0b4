// Past activities of the bank: who met, called or wrote to whom. `owner` and `regarding` are names in
// people.ts and pipeline.ts; `statecode` and `statuscode` are those of each table.

/** Appointments: two completed, one canceled. */
export const appointments = [
  {
    subject: "Mortgage renewal – Robert Chen",
    owner: "Dana Roy",
    regarding: ["contact", "Robert Chen"] as const,
    scheduledstart: "2026-01-20T15:00:00Z",
    scheduledend: "2026-01-20T15:45:00Z",
    location: "King Street branch",
    statecode: 1,
    statuscode: 3,
  },
  {
    subject: "Retirement planning – Tom Becker",
    owner: "Elena Petrova",
    regarding: ["lead", "Tom Becker"] as const,
    scheduledstart: "2026-02-03T18:30:00Z",
    scheduledend: "2026-02-03T19:30:00Z",
    location: "Online",
    statecode: 1,
    statuscode: 3,
  },
  {
    subject: "Account opening – Maria Santos",
    owner: "Elena Petrova",
    regarding: ["contact", "Maria Santos"] as const,
    scheduledstart: "2026-02-11T14:00:00Z",
    scheduledend: "2026-02-11T14:30:00Z",
    location: "Queen Street branch",
    statecode: 2,
    statuscode: 4,
  },
];

/** Tasks: one open, one completed. */
export const tasks = [
  {
    subject: "Collect proof of income",
    owner: "Dana Roy",
    regarding: ["lead", "Nadia Haidari"] as const,
    scheduledend: "2026-03-20T21:00:00Z",
    percentcomplete: 50,
    statecode: 0,
    statuscode: 3,
  },
  {
    subject: "Prepare the renewal offer",
    owner: "Dana Roy",
    regarding: ["contact", "Robert Chen"] as const,
    scheduledend: "2026-01-19T21:00:00Z",
    percentcomplete: 100,
    statecode: 1,
    statuscode: 5,
  },
];

/** Phone calls; `directioncode` is true for outgoing ones. */
export const phonecalls = [
  {
    subject: "Asked about opening hours",
    owner: "Grace Kim",
    regarding: ["contact", "Brian O'Brien"] as const,
    phonenumber: "+1 905 555 0110",
    directioncode: false,
    scheduledend: "2026-01-12T16:00:00Z",
    statecode: 1,
    statuscode: 4,
  },
  {
    subject: "Call back about the car loan",
    owner: "Sam Okafor",
    regarding: ["lead", "Carla Mendes"] as const,
    phonenumber: "+1 416 555 0177",
    directioncode: true,
    scheduledend: "2026-01-08T15:30:00Z",
    statecode: 1,
    statuscode: 2,
  },
];

/** E-mails; `directioncode` is true for outgoing ones. */
export const emails = [
  {
    subject: "Your retirement plan",
    owner: "Elena Petrova",
    regarding: ["lead", "Tom Becker"] as const,
    description: "Thank you for your visit. The figures we spoke about follow by post.",
    directioncode: true,
    actualend: "2026-02-04T15:00:00Z",
    statecode: 1,
    statuscode: 3,
  },
];

/** Notes, which become rows of annotation. */
export const notes = [
  {
    subject: "Prefers mornings",
    owner: "Dana Roy",
    regarding: ["contact", "Robert Chen"] as const,
    notetext: "Works nights; appointments before noon only.",
  },
  {
    subject: "Two partners sign",
    owner: "Priya Nair",
    regarding: ["account", "Maple Street Bakery"] as const,
    notetext: "Both partners have to sign, so offer slots when both are free.",
  },
];
