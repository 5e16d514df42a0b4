/**
 * Everything for a story in the browser: Dynamics with the built solution, the product, Coconut and an identity
 * provider, each on a site of its own.
 */
import { randomBytes } from "node:crypto";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFailed } from "vitest";
import { startDynamicsHost } from "@coconut-dynamics/sandbox-dynamics-host";
import { type IdentityProvider, startIdentityProvider } from "@coconut-dynamics/sandbox-identity-provider";
import { buildSolution } from "@coconut-dynamics/solution";
import { createCleanup } from "../../../tools/cleanup.ts";
import { directory } from "../../../tools/directory.ts";
import { type Service, startService } from "../../helpers/service.ts";
import { shot } from "../../../tools/tests/browser/artefacts.ts";
import { startBrowser } from "../../../tools/tests/browser/browser.ts";
import { coconutOf } from "./coconut.ts";
import { type Lead, type LeadColumns, makeLead } from "./leads.ts";
import { type Sites, startSites } from "./sites.ts";

export interface StageOptions {
  /** Default password. */
  readonly login?: "password" | "sso";
  /** Default true, as in people's browsers. */
  readonly partitioning?: boolean;
  /** Dynamics' strict Content Security Policy, and whether an administrator let the pane in. */
  readonly strictPolicy?: "with the pane" | "without the pane";
  /** The server's settings other than usual: `{ PANE_HOSTS: "https://other.crm.dynamics.com" }` */
  readonly env?: Readonly<Record<string, string>>;
}

export type Lcid = 1033 | 1036;

export interface Visitor {
  readonly lcid?: Lcid;
  readonly theme?: "light" | "dark";
  /** Default lead. */
  readonly table?: "lead" | "contact";
  /** Another site where the same Dynamics is served. */
  readonly at?: string;
  readonly browser?: BrowserContextOptions;
}

export interface Stage extends AsyncDisposable {
  readonly service: Service;
  readonly identityProvider: IdentityProvider;
  readonly browser: Browser;
  readonly coconut: ReturnType<typeof coconutOf>;
  /** For more sites beside these. */
  readonly sites: Sites;
  /** Origins as the browser knows them. */
  readonly dynamicsUrl: string;
  readonly paneUrl: string;
  /** Where Dynamics listens on this machine. */
  readonly dynamicsHostUrl: string;
  /** A lead of Dana Roy's, and of no other test. */
  makeLead(columns?: LeadColumns): Promise<Lead>;
  /** The row's form in Dynamics, as Dana Roy sees it, in a browser profile of its own. */
  openRow(id: string, visitor?: Visitor): Promise<Page>;
}

/** Works in Coconut, in Dynamics and at the identity provider. */
export const dana = "dana.roy@acme.example";

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { login = "password", partitioning = true, strictPolicy, env } = options;
  const stack = createCleanup();
  try {
    const sites = stack.use(await startSites());
    const dynamicsUrl = sites.origin("org.crm.dynamics.test");
    const paneUrl = sites.origin("appointments.bank.test");

    const identityProvider = stack.use(
      await startIdentityProvider({
        clientId: "coconut-dynamics",
        clientSecret: randomBytes(24).toString("base64"),
        redirectUris: [`${paneUrl}/pane/login/callback`],
        users: directory(),
      }),
    );
    const service = stack.use(
      await startService({
        env: {
          PANE_URL: paneUrl,
          PANE_HOSTS: dynamicsUrl,
          PANE_SECRET: randomBytes(32).toString("base64"),
          PANE_LOGIN: login,
          OIDC_ISSUER: identityProvider.issuer,
          OIDC_CLIENT_ID: identityProvider.clientId,
          OIDC_CLIENT_SECRET: identityProvider.clientSecret,
          TRUSTED_PROXY_HOPS: "1",
          ...env,
        },
      }),
    );
    sites.serve("appointments.bank.test", service.url);

    const { url, authorityHost, tenantId, applications } = service.dynamics.sandbox;
    // Dynamics itself may act for any of its users; the product's own application is another one.
    const dataverse = { url, authorityHost, tenantId, ...applications.administrator };
    const host = await startDynamicsHost({
      zip: await buildSolution({ serviceUrl: paneUrl }),
      dataverse,
      origin: dynamicsUrl,
      contentSecurityPolicy: strictPolicy === undefined ? "default" : "strict",
      frameSources: strictPolicy === "with the pane" ? [paneUrl] : [],
    });
    stack.use(host);
    sites.serve("org.crm.dynamics.test", host.url);

    const browser = await startBrowser({ partitioning });
    stack.defer(() => browser.close());

    return {
      service,
      identityProvider,
      coconut: coconutOf(service),
      sites,
      browser,
      dynamicsUrl,
      paneUrl,
      dynamicsHostUrl: host.url,
      makeLead: (columns = {}) => makeLead(dataverse, dana, columns),
      async openRow(id, visitor = {}) {
        const { lcid = 1033, theme = "light", table = "lead" } = visitor;
        const context = await browser.newContext({
          ignoreHTTPSErrors: true,
          viewport: { width: 1280, height: 800 },
          locale: lcid === 1036 ? "fr-CA" : "en-CA",
          timezoneId: "America/Toronto",
          // So that nothing is measured on its way.
          reducedMotion: "reduce",
          ...visitor.browser,
        });
        const page = await context.newPage();
        onTestFailed(({ task }) => shot(page, `failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 80)}`));
        const query = new URLSearchParams({
          pagetype: "entityrecord",
          etn: table,
          id,
          user: dana,
          lcid: String(lcid),
          theme,
        });
        await page.goto(`${visitor.at ?? dynamicsUrl}/main.aspx?${query.toString()}`);
        return page;
      },
      [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
    };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}
