/** PaneSettings → the pane's collaborators. */
import type { Client } from "@temporalio/client";
import { Agent } from "undici";
import { createBooker } from "./booking/booker.ts";
import { createCoconutClient } from "./coconut/client.ts";
import type { WireMap } from "./coconut/wire-map.ts";
import { createDataverseClient } from "./dataverse/client.ts";
import { createSignIn } from "./dataverse/sign-in.ts";
import { createTokenSource } from "./dataverse/token.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { createSyncStateReader } from "./booking/sync-state.ts";
import { createOidcLogin } from "./pane/login/oidc.ts";
import { createPasswordLogin } from "./pane/login/password.ts";
import type { PaneDependencies } from "./pane/router.ts";
import type { PaneSettings } from "./pane-settings.ts";
import type { EventSender } from "./webhooks/sender.ts";

/** What the routes of the pane work with; to be disposed of at the end. */
export interface PaneContext extends PaneDependencies, AsyncDisposable {}

/** Creates it from the pane's settings and what the server has already; sends nothing yet. */
export function createPaneContext(
  settings: PaneSettings,
  server: {
    readonly tenant: string;
    readonly wireMap: WireMap;
    readonly temporal: Client;
    readonly temporalTimeoutMs?: number | undefined;
    readonly sender: EventSender;
    readonly log: Logger;
    readonly metrics: Metrics;
  },
): PaneContext {
  const { url, hosts, login, secret, coconutApiUrl } = settings;
  const { temporalTimeoutMs } = server;
  // A login's answer, or a page of a list: more than this is neither.
  const dispatcher = new Agent({ connections: 20, connect: { timeout: 5_000 }, maxResponseSize: 8_000_000 });
  const { url: dataverseUrl, ...signIn } = settings.dataverse;
  const tokens = createTokenSource(createSignIn({ ...signIn, dataverseUrl, dispatcher }));
  return {
    url,
    hosts,
    login:
      login.kind === "sso"
        ? createOidcLogin({ ...login, redirectUri: `${url}/pane/login/callback`, dispatcher })
        : createPasswordLogin({ url: login.url, dispatcher }),
    coconut: createCoconutClient({ url: coconutApiUrl, dispatcher }),
    dataverse: createDataverseClient({ url: dataverseUrl, tokens, dispatcher }),
    booking: createBooker({
      ...server,
      bookedFromSecret: secret,
      ...(temporalTimeoutMs !== undefined && { limits: { callTimeoutMs: temporalTimeoutMs } }),
    }),
    readSyncState: createSyncStateReader(server),
    log: server.log,
    metrics: server.metrics,
    [Symbol.asyncDispose]: () => dispatcher.close(),
  };
}
