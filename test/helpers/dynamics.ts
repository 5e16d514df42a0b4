/** The Dataverse stand-in as a test sees it: its rows, its request log, its faults. Through its control plane. */
import type { DataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";

export type Row = Readonly<Record<string, unknown>>;

export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What a batch holds. */
  readonly operations: readonly { readonly method: string; readonly path: string }[];
}

export interface Dynamics {
  readonly sandbox: DataverseSandbox;
  rows(entitySetName: string): Promise<readonly Row[]>;
  /** The leads and appointments that were not there before. */
  newLeads(): Promise<readonly Row[]>;
  newAppointments(): Promise<readonly Row[]>;
  /** Requests to the Web API, without what a process asks once: for a token, and which organisation it is. */
  requests(): Promise<readonly LoggedRequest[]>;
  clearRequests(): Promise<void>;
  fault(fault: object): Promise<void>;
  clearFaults(): Promise<void>;
  /** What a user does by hand in Dynamics, through its Web API. */
  deleteRow(entitySetName: string, id: string): Promise<void>;
  patchRow(entitySetName: string, id: string, columns: object): Promise<void>;
  /** A row is made (`leads`) or an action called (`Merge`). */
  post(path: string, body: object): Promise<void>;
  privileges(change: {
    readonly revoke?: readonly string[];
    readonly grant?: readonly string[];
  }): Promise<void>;
}

export async function createDynamics(sandbox: DataverseSandbox): Promise<Dynamics> {
  const control = controlOf(sandbox.url);
  const idsOf = async (set: string, key: string) => (await rows(set)).map((row) => row[key]);
  const rows = async (set: string) => (await control("GET", `rows/${set}`)) as readonly Row[];
  const seeded = new Set([
    ...(await idsOf("leads", "leadid")),
    ...(await idsOf("appointments", "activityid")),
  ]);
  return {
    sandbox,
    rows,
    newLeads: async () => (await rows("leads")).filter((row) => !seeded.has(row["leadid"])),
    newAppointments: async () => (await rows("appointments")).filter((row) => !seeded.has(row["activityid"])),
    requests: async () => {
      const log = (await control("GET", "requests")) as readonly LoggedRequest[];
      return log.filter(({ path }) => path.includes("/api/data/") && !path.endsWith("/WhoAmI"));
    },
    clearRequests: async () => void (await control("DELETE", "requests")),
    fault: async (fault) => void (await control("POST", "faults", fault)),
    clearFaults: async () => void (await control("DELETE", "faults")),
    deleteRow: async (set, id) => {
      await control("POST", "privileges", { grant: ["prvDeleteLead", "prvDeleteActivity"] });
      await byHand(sandbox, "DELETE", `${set}(${id})`);
    },
    patchRow: (set, id, columns) => byHand(sandbox, "PATCH", `${set}(${id})`, columns),
    post: (path, body) => byHand(sandbox, "POST", path, body),
    privileges: async (change) => void (await control("POST", "privileges", change)),
  };
}

function controlOf(url: string) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/sandbox/${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} /sandbox/${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
}

async function byHand(sandbox: DataverseSandbox, method: string, path: string, body?: object): Promise<void> {
  const { url, authorityHost, tenantId, clientId, clientSecret } = sandbox;
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${url}/.default`,
  };
  const token = await fetch(`${authorityHost}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${url}/api/data/v9.2/${path}`, {
    method,
    headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json", "if-match": "*" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}
