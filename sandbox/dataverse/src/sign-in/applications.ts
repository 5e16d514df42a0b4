import { applications as standard } from "../identity.ts";

/** Trust in tokens of another issuer: a cluster's service account, say. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** The issuer's keys. Without them its word is taken: signatures are not checked. */
  readonly jwks?: { readonly keys: readonly Record<string, unknown>[] } | undefined;
}

/** An app registration, and everything it may prove itself with. */
export interface Application {
  readonly clientId: string;
  readonly secrets: readonly string[];
  /** PEM. */
  readonly certificates: readonly string[];
  readonly federatedCredentials: readonly FederatedCredential[];
}

/** What is added to an app registration, which need not be there yet. */
export type Registration = Pick<Application, "clientId"> & Partial<Application>;

export type Applications = ReturnType<typeof createApplications>;

/** The app registrations of the tenant. */
export function createApplications(more: readonly Registration[]) {
  const byId = new Map<string, Application>();

  function reset(): void {
    byId.clear();
    for (const { clientId, clientSecret } of Object.values(standard))
      register({ clientId, secrets: [clientSecret] });
    for (const application of more) register(application);
  }

  function register(added: Registration): Application {
    const clientId = added.clientId.toLowerCase();
    const before = byId.get(clientId);
    const merged = {
      clientId,
      secrets: [...(before?.secrets ?? []), ...(added.secrets ?? [])],
      certificates: [...(before?.certificates ?? []), ...(added.certificates ?? [])],
      federatedCredentials: [...(before?.federatedCredentials ?? []), ...(added.federatedCredentials ?? [])],
    };
    byId.set(clientId, merged);
    return merged;
  }
  reset();

  return {
    find: (clientId: string): Application | undefined => byId.get(clientId.toLowerCase()),
    register,
    reset,
  };
}
