import { hostOf, type ApiReply } from "../transport/http.ts";
import { tenantId } from "../identity.ts";
import { neverStored, refusalReply, unknownTenant } from "./refusals.ts";
import { publicKey } from "./signing-key.ts";

/**
 * Answers what libraries ask an authority about itself: its configuration and keys; undefined for any other
 * path.
 */
export function discover(origin: string, path: string): ApiReply | undefined {
  if (path === "/common/discovery/instance") return json(instance(origin));
  const [, tenant = "", asked] =
    /^\/([^/]+)\/(?:v2\.0\/)?(\.well-known\/openid-configuration|discovery\/(?:v2\.0\/)?keys)$/.exec(path) ??
    [];
  if (asked === undefined) return undefined;
  if (![tenantId, "common", "organizations"].includes(tenant.toLowerCase()))
    return refusalReply(unknownTenant(tenant), new Date());
  if (asked.startsWith(".well-known")) return json(configuration(origin, tenant));
  return json({
    keys: [{ ...publicKey, x5t: publicKey.kid, issuer: `https://sts.windows.net/${tenantId}/` }],
  });
}

function instance(origin: string): unknown {
  const host = hostOf(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function configuration(origin: string, tenant: string): unknown {
  const base = `${origin}/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: ["sub", "iss", "aud", "exp", "iat", "nonce", "tid", "ver", "c_hash"],
    tenant_region_scope: "NA",
    cloud_instance_name: hostOf(origin),
  };
}

function json(body: unknown): ApiReply {
  return { status: 200, headers: neverStored, body: JSON.stringify(body) };
}
