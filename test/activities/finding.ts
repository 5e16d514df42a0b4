/** Calls `findClient` over sockets, and reads what it has asked. */
import { expect } from "vitest";
import { findClient, type FindClientInput } from "../../src/activities/clients.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Asked, startStandIn, type Told } from "../helpers/stand-in.ts";

export const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");
export const nobody = { value: [] };
export const row = {
  firstname: "Ann",
  lastname: "Lee",
  emailaddress1: "ann.lee@example.com",
  statecode: 0,
  merged: false,
  _masterid_value: null,
  createdon: "2026-01-01T00:00:00Z",
};

export async function finding(input: FindClientInput, answer: (asked: Asked) => Told) {
  const standIn = closeAfterTest(await startStandIn(answer));
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const found = await findClient(input, { dataverse, ids }).catch((error: unknown) => error);
  return { found, asked: standIn.asked };
}

/** Every query of the one request, by entity set, its options decoded. */
export function queriesOf(asked: readonly Asked[]) {
  expect(asked).toHaveLength(1);
  const lines = [...(asked[0]?.body ?? "").matchAll(/^GET \S*\/v9\.2\/(\w+)\?(\S+) HTTP/gm)];
  return new Map(lines.map(([, set, options]) => [set, new URLSearchParams(options)]));
}
