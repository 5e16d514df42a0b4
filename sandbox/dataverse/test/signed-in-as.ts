import { requestToken, type SandboxClient } from "./sandbox-client.ts";

type Name = keyof SandboxClient["sandbox"]["applications"];

/** Headers that call the API as another of the app registrations. */
export async function signedInAs(
  { sandbox }: Pick<SandboxClient, "sandbox">,
  name: Name,
): Promise<Record<string, string>> {
  const { json } = await requestToken(sandbox, { client_id: sandbox.applications[name].clientId });
  return { authorization: `Bearer ${String(json.access_token)}` };
}
