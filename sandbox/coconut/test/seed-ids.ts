/** Ids of the bank that the stand-in starts with, by the names that tests use. */
export const SERVICE = {
  mortgage: 7,
  account: 8,
  retirement: 9,
  seminar: 10,
  cards: 21,
  education: 24,
  businessLending: 26,
} as const;

export const BRANCH = { toronto: 12, montreal: 14, vancouver: 16, halifax: 18 } as const;

/** Sam works in Vancouver, Elena in Halifax; Old Hand has left. */
export const STAFF = { dana: 31, marc: 32, priya: 33, lena: 34, sam: 35, elena: 37, oldHand: 38 } as const;
