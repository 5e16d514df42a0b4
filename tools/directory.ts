import { guidOf } from "@coconut-dynamics/sandbox-dataverse/ids";
import { users } from "@coconut-dynamics/sandbox-dataverse/people";

/** The password of all staff, in Coconut and at the identity provider; both listen on this machine only. */
export const staffPassword = "coconut";

/** The users of the identity provider: the bank's staff in Dynamics, and one person who is in Coconut only. */
export function directory() {
  const people = [
    ...users.map(({ name, internalemailaddress: email }) => ({ name, email })),
    { name: "Lena Fox", email: "lena.fox@acme.example" },
  ];
  return people.map(({ name, email }) => ({
    name,
    email,
    oid: guidOf(`directory object:${name}`),
    password: staffPassword,
  }));
}
