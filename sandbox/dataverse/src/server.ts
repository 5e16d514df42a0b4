import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { createListener } from "./listener.ts";
import { applications, clientId, clientSecret, tenantId } from "./identity.ts";
import { createOrganization } from "./organization.ts";
import type { Registration } from "./sign-in/applications.ts";
import type { Limits } from "./protection/throttle.ts";

/** A running sandbox: where it is, how to sign in, and how to reset and stop it. */
export interface DataverseSandbox {
  /** The address of the organisation, without a slash at the end. */
  readonly url: string;
  /** The authority that issues its tokens: the same origin. */
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The standard app registrations; `clientId` is that of `sync`. */
  readonly applications: typeof applications;
  /** With TLS: the certificate of the authority, and the path of a file with it, both PEM. */
  readonly ca: string | undefined;
  readonly caPath: string | undefined;
  /** Seeds the rows anew, and clears faults, request log, switches and privileges. Tokens stay valid. */
  reset(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a sandbox differs from the usual one. */
export interface SandboxOptions {
  /** The port; a free one if it is left out. */
  readonly port?: number;
  /** False leaves out the rows of the bank. */
  readonly seed?: boolean;
  /** The path of a file that keeps the rows across restarts. */
  readonly file?: string;
  /** Serves HTTPS, with a certificate of an authority that is made for this run. */
  readonly tls?: boolean;
  /** Limits of service protection that differ from the documented ones. */
  readonly limits?: Partial<Limits>;
  /** A clock in milliseconds that measures how long requests take; that of this machine if it is left out. */
  readonly stopwatch?: () => number;
  /** True gives `clientId` only the privileges to keep appointments in step, instead of all. */
  readonly leastPrivilege?: boolean;
  /** App registrations beside the standard ones, or more credentials for those. */
  readonly register?: readonly Registration[];
}

async function openAuthority() {
  // Few need it, and it takes longer to load than all the rest.
  const authority = await import("./transport/certificate-authority.ts");
  return authority.openAuthority();
}

/** The limit in bytes for request line and headers: enough for the longest URL that the service accepts. */
const maxHeaderSize = 96 * 1024;

/**
 * Starts an emulated Dataverse organisation on this machine.
 * @throws Error if the port or the file cannot be used
 */
export async function startDataverseSandbox(options: SandboxOptions = {}): Promise<DataverseSandbox> {
  const organization = createOrganization({
    seed: options.seed ?? true,
    file: options.file,
    limits: options.limits,
    stopwatch: options.stopwatch,
    register: options.register ?? [],
    isLeastPrivileged: options.leastPrivilege ?? false,
  });
  const listener = createListener(organization);
  const authority = options.tls ? await openAuthority() : undefined;
  const server = authority
    ? createHttpsServer({ ...authority, maxHeaderSize }, listener)
    : createHttpServer({ maxHeaderSize }, listener);
  const listening = await listen(server, { port: options.port });
  const { url } = listening;
  return {
    url,
    authorityHost: url,
    tenantId,
    clientId,
    clientSecret,
    applications,
    ca: authority?.ca,
    caPath: authority?.caPath,
    reset: organization.reset,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      organization.close();
      await authority?.[Symbol.asyncDispose]();
    },
  };
}
