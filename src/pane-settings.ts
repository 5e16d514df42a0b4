/** What the pane needs to know. Read only where PANE_URL is set. */
import { type DataverseSettings, readDataverseSettings } from "./dataverse-settings.ts";
import { coconutApiUrl, type Environment, isWebAddress, type Read, text, webAddress } from "./environment.ts";

export interface PaneSettings {
  /** The public origin of this service: no address is ever made from what a request says of itself. */
  readonly url: string;
  /** The origins of Dynamics that may frame the pane. */
  readonly hosts: readonly string[];
  /** Signs the row's id on its way through Coconut. */
  readonly secret: Uint8Array;
  readonly login: LoginSettings;
  readonly coconutApiUrl: string;
  readonly dataverse: DataverseSettings;
  readonly trustedProxyHops: number;
}

export type LoginSettings =
  | { readonly kind: "password"; readonly url: string }
  | {
      readonly kind: "sso";
      readonly issuer: string;
      readonly clientId: string;
      readonly clientSecret: string;
    };

export function readPaneSettings(env: Environment, read: Read): PaneSettings {
  return {
    url: read(() => origin("PANE_URL", text(env, "PANE_URL"))),
    hosts: read(() => hosts(env)),
    secret: read(() => secret(env)),
    login: readLogin(env, read),
    coconutApiUrl: read(() => coconutApiUrl(env)),
    dataverse: readDataverseSettings(env, read),
    trustedProxyHops: read(() => proxyHops(env)),
  };
}

function readLogin(env: Environment, read: Read): LoginSettings {
  const kind = read(() => loginKind(env));
  if (kind === "sso") {
    return {
      kind,
      issuer: read(() => issuer(env)),
      clientId: read(() => text(env, "OIDC_CLIENT_ID")),
      clientSecret: read(() => text(env, "OIDC_CLIENT_SECRET")),
    };
  }
  return { kind, url: read(() => webAddress(env, "COCONUT_LOGIN_URL").href) };
}

/** Entra's addresses for everybody vouch for any directory's people, whose e-mail its own administrator makes up. */
function issuer(env: Environment): string {
  const { href, pathname } = webAddress(env, "OIDC_ISSUER");
  if (!/^\/+(?:common|organizations|consumers)(?:\/|$)/i.test(pathname)) return href;
  throw new Error("OIDC_ISSUER must be that of your own directory: https://…/{tenant id}/v2.0");
}

function loginKind(env: Environment): LoginSettings["kind"] {
  const kind = text(env, "PANE_LOGIN", "password");
  if (kind === "password" || kind === "sso") return kind;
  throw new Error("PANE_LOGIN must be password or sso");
}

/** Exactly an origin: a path, a `*` or a `;` would mean something else to a browser than to us. */
function origin(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPlain =
    url !== undefined && [url.origin, `${url.origin}/`].includes(value) && /^[\w.:[\]-]+$/.test(url.host);
  if (isPlain && isWebAddress(url)) return url.origin;
  throw new Error(`${name} must be an https origin without a path, such as https://contoso.crm.dynamics.com`);
}

function hosts(env: Environment): readonly string[] {
  const listed = text(env, "PANE_HOSTS").split(",");
  return listed.map((host) => origin("PANE_HOSTS", host.trim()));
}

function secret(env: Environment): Uint8Array {
  const value = text(env, "PANE_SECRET");
  const bytes = Buffer.from(value, "base64");
  if (/^[\w+/-]+={0,2}$/.test(value) && bytes.length >= 32) return bytes;
  throw new Error("PANE_SECRET must be the base64 of at least 32 random bytes: openssl rand -base64 32");
}

function proxyHops(env: Environment): number {
  const value = text(env, "TRUSTED_PROXY_HOPS", "0");
  if (/^\d$/.test(value)) return Number(value);
  throw new Error("TRUSTED_PROXY_HOPS must be the number of reverse proxies in front of the server, 0 to 9");
}
