/** The bank's people, as the identity provider knows them: those of Dynamics, and one who works in Coconut only. */
import { guidOf } from "@coconut-dynamics/sandbox-dataverse/ids";
import { users } from "@coconut-dynamics/sandbox-dataverse/people";

/** Of every member of the bank's staff, in Coconut and at the identity provider. Good on this machine only. */
export const staffPassword = "coconut";

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
