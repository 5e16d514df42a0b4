import { startDataverseSandbox } from "../../src/server.ts";
import { openCaller } from "../caller.ts";

/** An organisation with its seeded bank, and a token of the client that everybody gets to try things with. */
export async function openOrganization() {
  const sandbox = await startDataverseSandbox();
  const { token } = await openCaller(sandbox);
  return {
    sandbox,
    url: sandbox.url,
    token,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
