import { once } from "node:events";
import { createServer } from "node:http";
import { createListener } from "./listener.ts";
import { clientId, clientSecret, tenantId } from "./identity.ts";
import { createOrganization } from "./organization.ts";

export interface DataverseSandbox {
  /** The address of the organisation, without a slash at the end. */
  readonly url: string;
  /** Where its tokens come from: the same origin. */
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Rows back to the seed; faults, request log and changes of privileges forgotten. Tokens stay valid. */
  reset(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** An emulated Dataverse organisation on a free port, unless one is named. `seed: false` leaves out the bank. */
export async function startDataverseSandbox(
  options: { port?: number; host?: string; seed?: boolean } = {},
): Promise<DataverseSandbox> {
  const host = options.host ?? "127.0.0.1";
  const organization = createOrganization({ seed: options.seed ?? true });
  const server = createServer(createListener(organization));
  server.listen(options.port ?? 0, host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const shownHost = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${shownHost.includes(":") ? `[${shownHost}]` : shownHost}:${port}`;
  return {
    url,
    authorityHost: url,
    tenantId,
    clientId,
    clientSecret,
    reset: organization.reset,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      // Also those that a fault left hanging.
      server.closeAllConnections();
      await closed;
    },
  };
}
