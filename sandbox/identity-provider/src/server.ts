import { createServer } from "node:http";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { createApp } from "./app.ts";
import { createCodes } from "./codes.ts";
import { createSigningKeys } from "./signing-keys.ts";
import { createSessions } from "./sessions.ts";
import { createSwitchboard, type Switches } from "./switches.ts";
import { resetProvider, type Provider } from "./provider.ts";
import type { User } from "./users.ts";

/** What the stand-in is started with. */
export interface IdentityProviderOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared letter by letter. */
  readonly redirectUris: readonly string[];
  readonly users: readonly User[];
  /** The switch `openerPolicy` at the start: whether pages are cut off from the window that opened them. */
  readonly openerPolicy?: boolean;
  readonly nowMs?: () => number;
}

/** A running stand-in; disposing of it ends it with its connections. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly users: readonly User[];
  setOpenerPolicy(on: boolean): void;
  /** As `POST /sandbox/switches`: what is named changes, null puts it back. */
  setSwitches(changes: Partial<{ [Name in keyof Switches]: Switches[Name] | null }>): void;
  /** As `DELETE /sandbox/switches`: puts the switches back, and ends every code and every session. */
  reset(): void;
}

/** Starts an OpenID provider on 127.0.0.1 for the given users, whose switches make it answer wrongly. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { clientId, clientSecret, redirectUris, users, nowMs = Date.now } = options;
  const server = createServer();
  const listening = await listen(server, { port: options.port });
  const issuer = listening.url;

  const provider: Provider = {
    issuer,
    client: { id: clientId, secret: clientSecret, redirectUris },
    users,
    keys: createSigningKeys(),
    codes: createCodes(nowMs),
    sessions: createSessions(nowMs),
    switchboard: createSwitchboard({ openerPolicy: options.openerPolicy ?? false }, users),
    nowMs,
  };
  server.on("request", createApp(provider));

  return {
    issuer,
    clientId,
    clientSecret,
    users,
    setOpenerPolicy: (openerPolicy) => provider.switchboard.change({ openerPolicy }),
    setSwitches: (changes) => provider.switchboard.change(changes),
    reset: () => resetProvider(provider),
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
