import { startDataverseSandbox, type DataverseSandbox } from "../../sandbox/dataverse/server.ts";

/** An organisation with its seeded bank, and a token of the client that everybody gets to try things with. */
export async function openOrganization() {
  const sandbox = await startDataverseSandbox();
  return {
    sandbox,
    url: sandbox.url,
    token: await getToken(sandbox),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

async function getToken(sandbox: DataverseSandbox): Promise<string> {
  const { url, authorityHost, tenantId, clientId, clientSecret } = sandbox;
  const response = await fetch(`${authorityHost}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${url}/.default`,
    }),
  });
  const body = (await response.json()) as { access_token: string };
  return body.access_token;
}
