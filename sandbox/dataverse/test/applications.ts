import { requestToken, type Caller } from "./caller.ts";

type Name = keyof Caller["sandbox"]["applications"];

/** Headers that call the API as another of the app registrations. */
export async function signedInAs(
  { sandbox }: Pick<Caller, "sandbox">,
  name: Name,
): Promise<Record<string, string>> {
  const { json } = await requestToken(sandbox, { client_id: sandbox.applications[name].clientId });
  return { authorization: `Bearer ${String(json.access_token)}` };
}
