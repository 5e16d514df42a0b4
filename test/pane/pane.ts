/** The pane over HTTP as a browser uses it, with its cookie and its Origin. Every answer is held against the OpenAPI document. */
import { createHash, randomBytes } from "node:crypto";
import { type Dispatcher, request } from "undici";
import { type IdentityProvider, startIdentityProvider } from "@coconut-dynamics/sandbox-identity-provider";
import { expect, test } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { faultsOf } from "./openapi/documented.ts";
import { type Service, startService } from "../helpers/service.ts";

export const paneUrl = "https://appointments.bank.test";
export const host = "https://org.crm.dynamics.test";

export interface Pane extends AsyncDisposable {
  readonly service: Service;
  readonly identityProvider: IdentityProvider;
  /** Another browser, with no cookie yet. */
  browser(): Browser;
}

/** The stand-ins know these people under one address. */
export const dana = "dana.roy@acme.example";
export const marc = "marc.tremblay@acme.example";

export interface PaneOptions {
  readonly login: "password" | "sso";
  readonly env?: Readonly<Record<string, string>>;
  readonly withWorkers?: boolean;
  /** For a real browser: the public origin is where the server listens. */
  readonly isAtHome?: boolean;
}

/**
 * `test` with one pane for the file; for each test that asks for them a browser of its own, and the token of a session
 * of Dana's in that browser.
 */
export function testWithPane(options: PaneOptions) {
  const withPane = test.extend<{ $file: { pane: Pane }; $test: { browser: Browser; token: string } }>({
    pane: [
      // oxlint-disable-next-line no-empty-pattern -- vitest wants a pattern here, also where no fixture is needed
      async ({}, use) => {
        await using pane = await startPane(options);
        await use(pane);
      },
      { scope: "file" },
    ],
    browser: ({ pane }, use) => use(pane.browser()),
    token: async ({ browser }, use) => use(await browser.logIn()),
  });
  // Started here, within the time of a hook: no test has to wait for it.
  withPane.beforeAll(({ pane }) => void pane);
  return withPane;
}

export async function startPane(options: PaneOptions): Promise<Pane> {
  const stack = createCleanup();
  const [clientId, clientSecret] = ["pane", "pane-secret"];
  const users = [dana, marc, "nobody@acme.example"].map((email) => ({
    email,
    name: email,
    oid: "00000000-0000-4000-8000-000000000000",
    password: "sso",
  }));
  const identityProvider = stack.use(
    await startIdentityProvider({
      clientId,
      clientSecret,
      redirectUris: [`${paneUrl}/pane/login/callback`],
      users,
    }),
  );
  const env = {
    PANE_URL: paneUrl,
    PANE_HOSTS: host,
    PANE_SECRET: randomBytes(32).toString("base64"),
    PANE_LOGIN: options.login,
    OIDC_ISSUER: identityProvider.issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    ...options.env,
  };
  const service = stack.use(
    await startService({
      env: (url) => (options.isAtHome ? { ...env, PANE_URL: url } : env),
      withWorkers: options.withWorkers ?? false,
    }),
  );
  return {
    service,
    identityProvider,
    browser: () => createBrowser(service.url),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says itself what it expects in there
  readonly json: any;
}

type HeaderSet = Readonly<Record<string, string>>;

export type Browser = ReturnType<typeof createBrowser>;

export function createBrowser(url: string) {
  let cookie: string | undefined;

  async function ask(
    method: Dispatcher.HttpMethod,
    path: string,
    headers: HeaderSet,
    body?: string,
  ): Promise<Answer> {
    // Not fetch, which would not let a test forge the Host.
    const response = await request(url + path, {
      method,
      headers: { ...(cookie !== undefined && { cookie }), ...headers },
      ...(body !== undefined && { body }),
    });
    const received = Object.entries(response.headers).flatMap(([name, values]) =>
      [values ?? []].flat().map((value) => [name, value] as [string, string]),
    );
    const set = received.find(([name, value]) => name === "set-cookie" && value.startsWith("__Host-"));
    if (set !== undefined) cookie = set[1].split(";")[0];
    const text = await response.body.text();
    const answer = { status: response.statusCode, headers: new Headers(received), text, json: jsonOf(text) };
    // Whatever else a test is about: no answer may be another than the document says.
    expect(faultsOf(method, path.split("?")[0] ?? "", answer)).toEqual([]);
    return answer;
  }

  const browser = {
    get: (path: string, headers: HeaderSet = {}) => ask("GET", path, headers),
    post: (path: string, body: unknown, headers: HeaderSet = {}) =>
      ask(
        "POST",
        path,
        { "content-type": "application/json", origin: paneUrl, ...headers },
        typeof body === "string" ? body : JSON.stringify(body),
      ),
    delete: (path: string, headers: HeaderSet = {}) => ask("DELETE", path, headers),
    bind: (tx: string, headers: HeaderSet = {}) => browser.post("/pane/login/bind", { tx }, headers),
    session: (verifier: string) => browser.post("/pane/session", { verifier }),
    /** As the form sends it. */
    password: (tx: string, username: string, password: string, headers: HeaderSet = {}) =>
      ask(
        "POST",
        "/pane/login/password",
        { origin: paneUrl, "content-type": "application/x-www-form-urlencoded", ...headers },
        new URLSearchParams({ tx, lcid: "1033", username, password }).toString(),
      ),
    /** To the identity provider and back, where somebody is signed in already. The last answer is the callback's. */
    async sso(tx: string): Promise<Answer> {
      const callback = await browser.ssoCallback(tx);
      return browser.get(callback);
    },
    /** Path and query with which the identity provider sends the browser back. */
    async ssoCallback(tx: string): Promise<string> {
      const left = await browser.get(`/pane/login/sso?tx=${tx}`);
      const provider = await fetch(left.headers.get("location") ?? "", { redirect: "manual" });
      const { pathname, search } = new URL(provider.headers.get("location") ?? "");
      return pathname + search;
    },
    /** The whole login. */
    async logIn(username: string = dana): Promise<string> {
      const { verifier, challenge } = newLoginAttempt();
      await browser.bind(challenge);
      await browser.password(challenge, username, "coconut");
      return String((await browser.session(verifier)).json.token);
    },
  };
  return browser;
}

export function newLoginAttempt() {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
