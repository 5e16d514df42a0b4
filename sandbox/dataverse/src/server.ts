import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { createListener } from "./listener.ts";
import { applications, clientId, clientSecret, tenantId } from "./identity.ts";
import { createOrganization } from "./organization.ts";
import type { Registration } from "./sign-in/applications.ts";
import type { Limits } from "./protection/throttle.ts";

export interface DataverseSandbox {
  /** The address of the organisation, without a slash at the end. */
  readonly url: string;
  /** Where its tokens come from: the same origin. */
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every app registration there is at first; `clientId` is that of `sync`. */
  readonly applications: typeof applications;
  /** With TLS: the certificate of the authority that vouches for the server, and the file it is in, both PEM. */
  readonly ca: string | undefined;
  readonly caPath: string | undefined;
  /** Rows back to the seed; faults, request log, switches and changes of privileges forgotten. Tokens stay valid. */
  reset(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SandboxOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** False leaves out the bank. */
  readonly seed?: boolean;
  /** The rows are there again after a restart. */
  readonly file?: string;
  /** Speaks https, vouched for by an authority made for the occasion. */
  readonly tls?: boolean;
  /** Service protection other than documented. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds, by which it measures how long requests take; this machine's, unless given. */
  readonly stopwatch?: () => number;
  /** `clientId` may do what keeping appointments in step takes, and no more; else it may do everything. */
  readonly leastPrivilege?: boolean;
  /** App registrations beside the usual ones, or more credentials for those. */
  readonly register?: readonly Registration[];
}

async function openAuthority() {
  // Few need it, and it takes longer to load than all the rest.
  const authority = await import("./transport/certificate-authority.ts");
  return authority.openAuthority();
}

/** Room for the longest address the service takes, and for the headers beside it. */
const maxHeaderSize = 96 * 1024;

/** An emulated Dataverse organisation. */
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
