/** What it takes to log in, whoever vouches for the banker: Coconut itself, or the bank's identity provider. */

/** Somebody vouched for this person. */
export interface Verified {
  readonly email: string;
  /** Entra's id of the person, where the identity provider gave one. */
  readonly objectId?: string;
}

export interface PasswordLogin {
  readonly kind: "password";
  /** @throws LoginUnavailableError */
  signIn(
    username: string,
    password: string,
  ): Promise<Verified | "wrong" | "disabled" | { readonly retryAfterMs: number }>;
}

/** What must be kept between the way to the identity provider and the way back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface SsoLogin {
  readonly kind: "sso";
  /**
   * @param state comes back with the browser
   * @param hint who it probably is, "" where nobody knows
   * @throws LoginUnavailableError
   */
  begin(state: string, hint: string): Promise<{ readonly address: URL; readonly pending: PendingSignIn }>;
  /** `query` as it came back. @throws LoginUnavailableError */
  finish(query: string, pending: PendingSignIn): Promise<Verified | "cancelled" | "refused">;
}

export type Login = PasswordLogin | SsoLogin;

/** Nobody could be asked, so nothing is known of the person. */
export class LoginUnavailableError extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`Login is not possible now: ${why}`, options);
    this.name = "LoginUnavailableError";
  }
}
