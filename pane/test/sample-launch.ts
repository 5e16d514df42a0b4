/** A pane as the page of Dynamics opens it, and that page's first message. */
import type { Launch } from "../shell/launch.ts";

export const launch: Launch = {
  row: { table: "lead", id: "0aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" },
  org: "https://org.crm.dynamics.test",
  lcid: 1033,
  nonce: "abcdefghijklmnopqrstuv",
};

/** The nonce of another pane. */
export const otherNonce = "vutsrqponmlkjihgfedcba";

export const init = {
  type: "init",
  v: 1,
  nonce: launch.nonce,
  row: { ...launch.row, firstName: "Jane", lastName: "Doe", email: "", phone: "" },
  org: launch.org,
  lcid: launch.lcid,
  signInName: "dana.roy@acme.example",
  theme: "dark",
};
