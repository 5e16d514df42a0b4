import { createHash } from "node:crypto";

/**
 * The key that tokens are signed with. It is fixed and public, so that a start need not wait for a new one;
 * it protects nothing.
 */
export const signingKey = {
  kty: "RSA",
  n: "uL5fGCtq474thtXEeZr05RNlmeqgKN8R_Hh7J9oO52FnXsD8grmkWCtviarRj0RK1HN0M37ih_5kfauvJ0jEMhKdkKeyM8kA03jzS5JeIcJSeg4fAxqPhdEYzlvwPZABhlZAwO6mDMy2nPZhc83XbGS2mNkTAzCI5bwI1qtRSjnKii8NT6iFErflCmebMdamf4Fqm1ZT5EL9nG9CFqmjZ-6uxorNCxU_ZbzU4_PP5U89YKM83d5Tr2fESVn-veeLnVHsQ4PgtQWttZ5hc1oEatySW_BYfy5Qr589f6Sv153rICnTh3DfxlXxnVIweRbhxvzhowQwEEw1UVPW9jZoHQ",
  e: "AQAB",
  d: "AYQA-w1yzWGEYBnQMysz8nkr7oz_5AtIdijK4d3RHNGDa-yWEGsoz6xeODlANOEGOCNRAxHPFqHd_dtIZEBy6PJBfAFUM0aP4ixDhWLdsNXg9VgOUGk0X5BX7WwlrBZKsj5yPjhMVnM2Kv1-eS5peQiD0vyHl7wbM2n310MFN2BUboQu5gQ2nxw8xBLSYQ5Abyo5bjQkM6Bb9H_2m1Ct0h2TbkLQQjNMvacEIb7axED5LbE6GPV4LeMAHZxfZ5r_pqdVIURrkRgIC49cwR76QJ_LkVoOztIBoMj4Lr0pynugnO8-xzJv98PIn3CoPFukY0SsnwsLaOimsVSPV8rnwQ",
  p: "246dooEfFtCYATAk1kZ8CHXm4O-_HYSPOZ6xRJR9c2C7kIsQHprQLOnpet1f8ofe3cwkHG-N9Pus0fBZ18xUxj3WXH1aRN-Nj0dH_YJEmrkUCKq36w1_7_wWaES6_3BmbtDxL9srfaOdRMdqSLL9oi9Ba0cwcxmOpFf3BfYSHzE",
  q: "12h303XsUivQRr1pwVPNcvzAgOVoCoWGktuog3x7UcXH4xxqFjqEvjsv-4w34t5G5x6KViUyJjC1ZAK_O21-LNvrZZbDemsqcXjvjhZZewZadciSBd03cuTEhgOEVpUzyiCgu0TZEHZSR_KoarPnsW5Hf2GKhAJMHo16VVsflK0",
  dp: "HZhRw0_oYujnNHHK5V9G5NUPtA5dEpuFutybRIVHi7_kSI2WNKnlmchGApvIjSancfpMe9DFr9ok53-gfKg8XSSEup7jBhmkOUYAfDmNCdYczzZD6Fk_f5fZZWCuXDRIenOLr0m5yQu-7UB8ISSPb8cy6EUGUN2HDrwUvib3NmE",
  dq: "Cu6UVjj_21O56D0optUX8iP9qQz7cL1CDSX0sWeZ4paFBHOmtqYVoonib4O4Ol1Jf-U-5AxTNTj3m7G__sYZxzEKC0fRd98EcmnOzok31VSHNr8NGhsV-1C84IhBKRu9Wx64yYg-8-TtXBVmkrO6qHiOTFqo6vYq4soPUVGkkqk",
  qi: "qLxvpa3YS07ocvaY_x0upbjFPk1axRsAVJp7TUEnBQdBvy7EV90zTuVRVRX9JwudzJB4-ZC5gNf_neBBt98FNiznHs_WHq7xf-Cprga3t4E-9EhPg7c_sLkoVRopsQupfUba4LzguOnndWG7Uve9uUPXNYpcxtWcw0VBDN9qNkY",
} as const;

const { kty, n, e } = signingKey;

/** The public part, with which others check signatures. */
export const publicKey = {
  kty,
  use: "sig",
  alg: "RS256",
  kid: createHash("sha256").update(n).digest("base64url").slice(0, 27),
  n,
  e,
} as const;
