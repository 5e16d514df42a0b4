/** What the pane needs to know. Read only where PANE_URL is set. */
import { z } from "zod";
import { coconutApiVariables } from "./coconut-settings.ts";
import { dataverseVariables } from "./dataverse-settings.ts";
import { combine, origin, text, webAddress, wholeNumber } from "./environment.ts";

const secret = text
  .refine((value) => /^[\w+/-]+={0,2}$/.test(value) && Buffer.from(value, "base64").length >= 32, {
    error: "must be the base64 of at least 32 random bytes",
  })
  .transform((value): Uint8Array => Buffer.from(value, "base64"));

/** Refuses Entra's addresses for everybody: any directory's administrator could set another person's e-mail. */
const issuer = webAddress
  .refine(({ pathname }) => !/^\/+(?:common|organizations|consumers)(?:\/|$)/i.test(pathname), {
    error: "must be that of your own directory, with its id",
  })
  .transform(({ href }) => href);

const passwordVariables = z
  .object({
    PANE_LOGIN: z.literal("password").prefault("password").meta({ example: "password" }),
    COCONUT_LOGIN_URL: webAddress.meta({ example: "https://contoso.coconutcalendar.com/api/v2/login" }),
  })
  .transform((given) => ({ kind: given.PANE_LOGIN, url: given.COCONUT_LOGIN_URL.href }));

const ssoVariables = z
  .object({
    PANE_LOGIN: z.literal("sso").meta({ example: "sso" }),
    OIDC_ISSUER: issuer.meta({
      example: "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
    }),
    OIDC_CLIENT_ID: text.meta({ example: "66666666-7777-8888-9999-000000000000", isHidden: true }),
    OIDC_CLIENT_SECRET: text.meta({ example: "the value, not the id, of a client secret", isHidden: true }),
  })
  .transform((given) => ({
    kind: given.PANE_LOGIN,
    issuer: given.OIDC_ISSUER,
    clientId: given.OIDC_CLIENT_ID,
    clientSecret: given.OIDC_CLIENT_SECRET,
  }));

const ownVariables = z
  .object({
    PANE_URL: origin.meta({ example: "https://appointments.bank.example", otherwise: "no pane" }),
    PANE_HOSTS: text
      .transform((list) => list.split(/\s*,\s*/))
      .pipe(z.array(origin))
      .meta({ example: "https://contoso.crm.dynamics.com" }),
    PANE_SECRET: secret.meta({ example: "what openssl rand -base64 32 prints", isHidden: true }),
    TRUSTED_PROXY_HOPS: wholeNumber(0, 9, "how many reverse proxies stand in front of the server")
      .prefault("0")
      .meta({ example: "1" }),
  })
  .transform((given) => ({
    /** The public origin of this service: no address is ever made from what a request says of itself. */
    url: given.PANE_URL,
    /** The origins of Dynamics that may frame the pane. */
    hosts: given.PANE_HOSTS,
    /** Signs the row's id on its way through Coconut. */
    secret: given.PANE_SECRET,
    trustedProxyHops: given.TRUSTED_PROXY_HOPS,
  }));

const loginVariables = z
  .discriminatedUnion("PANE_LOGIN", [passwordVariables, ssoVariables], "must be password or sso")
  .transform((login) => ({ login }));

/** Reads what the pane needs, as `pane`. */
export const paneVariables = combine(
  ownVariables,
  loginVariables,
  coconutApiVariables,
  dataverseVariables,
).transform((pane) => ({ pane }));

/** What `createPaneContext` is given. */
export type PaneSettings = z.output<typeof paneVariables>["pane"];
