/** The two ways to log in, as the login window sees them: by a password of Coconut, or at the bank's identity provider. */

/** A person whose e-mail address Coconut or the identity provider has confirmed. */
export interface VerifiedPerson {
  readonly email: string;
  /** The person's object id in Entra, where the identity provider gave one. */
  readonly objectId?: string;
}

/** Checks a username and password at Coconut. */
export interface PasswordLogin {
  readonly kind: "password";
  /** `retryAfterMs`: Coconut takes no more tries for that long. @throws LoginUnavailableError */
  signIn(
    username: string,
    password: string,
  ): Promise<VerifiedPerson | "wrong" | "disabled" | { readonly retryAfterMs: number }>;
}

/** What the server keeps while the browser is at the identity provider. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Signs in at an identity provider. */
export interface SsoLogin {
  readonly kind: "sso";
  /**
   * Returns the address to send the browser to.
   * @param state the provider sends it back with the browser
   * @param hint what the person probably signs in with, or ""
   * @throws LoginUnavailableError
   */
  begin(state: string, hint: string): Promise<{ readonly address: URL; readonly pending: PendingSignIn }>;
  /** Checks the query with which the browser came back. @throws LoginUnavailableError */
  finish(query: string, pending: PendingSignIn): Promise<VerifiedPerson | "cancelled" | "refused">;
}

/** The way to log in that this deployment has (PANE_LOGIN). */
export type LoginMethod = PasswordLogin | SsoLogin;

/** Coconut or the identity provider did not answer, so nothing is known of the person. */
export class LoginUnavailableError extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`Login is not possible now: ${why}`, options);
    this.name = "LoginUnavailableError";
  }
}
