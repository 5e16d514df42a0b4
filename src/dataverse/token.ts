/** Keeps one token, and renews it before it expires; never more than one sign-in at a time. */
import type { SignIn, Token } from "./sign-in.ts";

/** Tokens for requests to Dataverse. */
export interface TokenSource {
  /** A token that is valid for some minutes at least. @throws DataverseSignInError */
  get(): Promise<string>;
  /** Another token than the one that Dataverse refused, with the claims it demands. @throws DataverseSignInError */
  renew(refused: string, claims?: string): Promise<string>;
}

/** In its last minutes a token is no longer used: it must not expire while a request is under way. */
const marginMs = 5 * 60_000;
/** It is renewed this long before that; meanwhile it is still used. */
const renewAheadMs = 5 * 60_000;
/** Between two attempts to renew a token that can still be used. */
const renewAgainMs = 30_000;

/** Signs in when the first token is asked for. */
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

  /** The sign-in under way, or a new one. */
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
        // If it fails, this token is still valid; after its end `get` will throw the reason.
        once().catch(() => undefined);
      }
      return current.text;
    },
    async renew(refused, claims) {
      return current !== undefined && current.text !== refused ? current.text : once(claims);
    },
  };
}
