/** The token in use: one sign-in at a time, renewed before it runs out. */
import type { SignIn, Token } from "./sign-in.ts";

export interface TokenSource {
  /** A token that is good for a while yet. @throws DataverseSignInError */
  get(): Promise<string>;
  /** Another token than the one Dataverse did not take, with the claims it asked for. @throws DataverseSignInError */
  renew(refused: string, claims?: string): Promise<string>;
}

/** A token is not handed out in its last minutes: a request may take its time on the way. */
const marginMs = 5 * 60_000;
/** It is renewed this long before that, while callers go on with it. */
const renewAheadMs = 5 * 60_000;
/** Between two tries to renew ahead; meanwhile there is still a token to use. */
const renewAgainMs = 30_000;

export function createTokenSource(signIn: SignIn): TokenSource {
  let current: Token | undefined;
  let renewAt = 0;
  let signingIn: Promise<string> | undefined;

  async function acquire(claims: string | undefined): Promise<string> {
    const token = await signIn(claims);
    const ahead = token.expiresAt.getTime() - marginMs - renewAheadMs;
    renewAt = Math.min(ahead, token.refreshAt?.getTime() ?? Infinity);
    current = token;
    return token.text;
  }

  /** Those who ask meanwhile share the sign-in under way. */
  function once(claims?: string): Promise<string> {
    signingIn ??= acquire(claims).finally(() => {
      signingIn = undefined;
    });
    return signingIn;
  }

  return {
    async get() {
      const now = Date.now();
      if (current === undefined || now >= current.expiresAt.getTime() - marginMs) return once();
      if (now >= renewAt) {
        renewAt = now + renewAgainMs;
        // If it fails, this token still is good: whoever comes after it has run out will hear why.
        once().catch(() => undefined);
      }
      return current.text;
    },
    async renew(refused, claims) {
      return current !== undefined && current.text !== refused ? current.text : once(claims);
    },
  };
}
