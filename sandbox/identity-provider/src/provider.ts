import type { Codes } from "./codes.ts";
import type { Sessions } from "./sessions.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { Switchboard } from "./switches.ts";
import type { User } from "./users.ts";

/** The one application that is registered. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
}

/** What the routes work with. */
export interface Provider {
  readonly issuer: string;
  readonly client: Client;
  readonly users: readonly User[];
  readonly keys: SigningKeys;
  readonly codes: Codes;
  readonly sessions: Sessions;
  readonly switchboard: Switchboard;
  readonly nowMs: () => number;
}

/** Puts the switches back, and ends every code and every session. */
export function resetProvider({ switchboard, codes, sessions }: Provider): void {
  switchboard.reset();
  codes.clear();
  sessions.clear();
}
