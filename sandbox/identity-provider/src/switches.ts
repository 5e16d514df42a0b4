import { findUser, type User } from "./users.ts";

/** What the provider answers wrongly, so that tests can see whether an application checks it. */
export interface Switches {
  /** `Cross-Origin-Opener-Policy: same-origin` on its pages. */
  readonly openerPolicy?: boolean;
  /** Laid over the claims of every id_token; null leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
  readonly audience?: string;
  readonly nonce?: "wrong";
  /** Signed by a key that was never published, under the name of the one that was. */
  readonly key?: "wrong";
  /** Not signed at all, or with the application's own secret. */
  readonly algorithm?: "none" | "HS256";
  readonly expired?: boolean;
  /** The e-mail of who is taken to be signed in, whatever the browser has and the request wants. */
  readonly autoSignIn?: string;
}

/** The switches of a running provider. */
export interface Switchboard {
  readonly now: Switches;
  /** Changes what is named; null puts it back. Throws a RangeError for an unknown name or value, and changes nothing. */
  change(changes: Readonly<Record<string, unknown>>): void;
  reset(): void;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isFlag = (value: unknown) => typeof value === "boolean";
const isWrong = (value: unknown) => value === "wrong";
const isRecord = (value: unknown) => typeof value === "object" && !Array.isArray(value);

/** Creates switches that stand at `initial`; `autoSignIn` can be the e-mail of one of the users only. */
export function createSwitchboard(initial: Switches, users: readonly User[]): Switchboard {
  const known: Readonly<Record<keyof Switches, (value: unknown) => boolean>> = {
    openerPolicy: isFlag,
    claims: isRecord,
    issuer: isText,
    audience: isText,
    nonce: isWrong,
    key: isWrong,
    algorithm: (value) => value === "none" || value === "HS256",
    expired: isFlag,
    autoSignIn: (value) => typeof value === "string" && findUser(users, value) !== undefined,
  };
  let now = initial;
  return {
    get now() {
      return now;
    },
    change(changes) {
      for (const [name, value] of Object.entries(changes)) {
        const isAllowed = Object.hasOwn(known, name) ? known[name as keyof Switches] : undefined;
        if (isAllowed === undefined) {
          throw new RangeError(`no switch "${name}"; there are ${Object.keys(known).join(", ")}`);
        }
        if (value !== null && !isAllowed(value)) throw new RangeError(`"${name}" cannot be set to that`);
      }
      const merged = Object.entries({ ...now, ...changes }).filter(([, value]) => value !== null);
      now = Object.fromEntries(merged);
    },
    reset() {
      now = initial;
    },
  };
}
