/** Somebody who can sign in. `oid` is the object id Dynamics knows as azureactivedirectoryobjectid. */
export interface User {
  readonly email: string;
  readonly name: string;
  readonly oid: string;
  readonly password: string;
}

/** The user with this e-mail, whatever its case; undefined if there is none. */
export function findUser(users: readonly User[], email: string): User | undefined {
  return users.find((user) => user.email.toLowerCase() === email.trim().toLowerCase());
}
