import { DynamicsWebApi, type Config } from "dynamics-web-api";
import { openOrganization } from "../organization.ts";

export type Row = Record<string, unknown>;

/** The library as its users set it up, and the organisation it talks to. */
export async function openClient(config: Config = {}) {
  const organization = await openOrganization();
  const connect = (more: Config = {}) =>
    new DynamicsWebApi({
      serverUrl: organization.url,
      dataApi: { version: "9.2" },
      onTokenRefresh: () => Promise.resolve(organization.token),
      ...config,
      ...more,
    });
  return {
    organization,
    connect,
    api: connect(),
    [Symbol.asyncDispose]: () => organization[Symbol.asyncDispose](),
  };
}
