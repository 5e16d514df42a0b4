import { startDataverseSandbox } from "../../src/server.ts";
import { openClient } from "../sandbox-client.ts";

/** An organisation with its seeded bank, and a token of the client that everybody gets to try things with. */
export async function openOrganization() {
  const sandbox = await startDataverseSandbox();
  const { token } = await openClient(sandbox);
  return {
    sandbox,
    url: sandbox.url,
    token,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
