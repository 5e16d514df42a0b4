import { applications as standard } from "../identity.ts";

/**
 * A federated credential: tokens of another issuer, such as a Kubernetes cluster, prove who the application
 * is.
 */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** The keys of the issuer; without them the signatures of its tokens are not checked. */
  readonly jwks?: { readonly keys: readonly Record<string, unknown>[] } | undefined;
}

/** An app registration with its credentials. */
export interface Application {
  readonly clientId: string;
  readonly secrets: readonly string[];
  /** The certificates, as PEM. */
  readonly certificates: readonly string[];
  readonly federatedCredentials: readonly FederatedCredential[];
}

/** What to add to an app registration; one that is not there yet is created. */
export type Registration = Pick<Application, "clientId"> & Partial<Application>;

/** The app registrations; see createApplications. */
export type Applications = ReturnType<typeof createApplications>;

/**
 * Keeps the app registrations of the tenant: the standard ones, `more`, and those registered later until a
 * reset.
 */
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
