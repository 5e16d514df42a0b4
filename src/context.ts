/** Creates what each process works with, from its configuration. */
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from "@temporalio/client";
import { Agent } from "undici";
import type { ActivityDependencies, BookingActivityDependencies } from "./activities/index.ts";
import type { AppContext } from "./app.ts";
import { createRowIds } from "./appointments/ids.ts";
import { createBookingConfirmer } from "./booking/confirmed-by-delivery.ts";
import { createCoconutClient } from "./coconut/client.ts";
import type { ServerConfig, WorkerConfig } from "./config.ts";
import { createDataverseClient } from "./dataverse/client.ts";
import { createSignIn } from "./dataverse/sign-in.ts";
import { createTokenSource } from "./dataverse/token.ts";
import { createWhoAmI } from "./dataverse/who-am-i.ts";
import { createLog } from "./log.ts";
import { createLeadClaims } from "./lead-claims.ts";
import { createMetrics } from "./metrics.ts";
import { createPaneContext } from "./pane-context.ts";
import { logChanges } from "./readiness-log.ts";
import { startResending } from "./resend-unwritten.ts";
import { createReadinessCheck } from "./temporal/readiness.ts";
import { channelArgs } from "./temporal/channel.ts";
import { createEventSender } from "./webhooks/sender.ts";
import { searchAttributes } from "./workflows/search-attributes.ts";

/**
 * What the web server works with; to be disposed of at the end.
 *
 * @param temporalTimeoutMs for each call to Temporal; left out, each has the limit that its caller needs
 */
export function createServerContext(
  config: ServerConfig,
  temporalTimeoutMs?: number,
): AppContext & { startResending(): AsyncDisposable } & AsyncDisposable {
  const { connectionOptions, namespace = "default" } = config.temporal;
  const connection = Connection.lazy({
    ...connectionOptions,
    channelArgs,
    // The sender of a webhook waits 3 s and then sends again by itself: so there are few attempts here.
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))],
  });
  const temporal = new Client({ connection, namespace });
  const { tenant, webhook, wireMap, periods } = config;
  const log = createLog("server", config.logLevel);
  const metrics = createMetrics();
  // Each has a limit of its own: a booking does not wait behind a flood of deliveries.
  const createSender = () => createEventSender({ temporal, periods, timeoutMs: temporalTimeoutMs });
  const server = { tenant, wireMap, temporal, temporalTimeoutMs, sender: createSender(), log, metrics };
  const pane = config.pane && createPaneContext(config.pane, server);
  return {
    tenant,
    webhook,
    wireMap,
    bookedFromSecret: config.pane?.secret,
    bookingConfirmer: createBookingConfirmer({ temporal, log, timeoutMs: temporalTimeoutMs }),
    log,
    metrics,
    sender: createSender(),
    startResending: () => startResending({ temporal, sender: createSender(), log }),
    pane,
    trustedProxyHops: config.pane?.trustedProxyHops,
    readiness: logChanges(
      createReadinessCheck(connection, {
        namespace,
        searchAttributes: Object.values(searchAttributes),
        timeoutMs: temporalTimeoutMs,
      }),
      log,
    ),
    async [Symbol.asyncDispose]() {
      await pane?.[Symbol.asyncDispose]();
      await connection.close();
    },
  };
}

/** What the Activities work with; to be disposed of at the end. */
export function createActivityContext(
  config: WorkerConfig,
): ActivityDependencies & BookingActivityDependencies & AsyncDisposable {
  // Dynamics serves at most 52 requests of one user at a time; the client decides how many there are.
  const dispatcher = new Agent({ connections: 52, connect: { timeout: 5_000 } });
  const { url, ...signIn } = config.dataverse;
  const tokens = createTokenSource(createSignIn({ ...signIn, dataverseUrl: url, dispatcher }));
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const whoAmI = createWhoAmI(dataverse);
  return {
    dataverse,
    whoAmI,
    claimLead: createLeadClaims({ whoAmI }),
    ids: createRowIds(url, config.tenantAsSpelt),
    mapping: config.mapping,
    coconut: createCoconutClient({ url: config.coconutApiUrl, dispatcher }),
    [Symbol.asyncDispose]: () => dispatcher.close(),
  };
}
