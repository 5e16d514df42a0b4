/** The stand-in for Dynamics as a drill uses it: its rows, its faults, and what it was asked. */
import type { Row } from "./expected-row.ts";
import type { Rows } from "./judge-rows.ts";

/** What goes wrong, as the control plane of the stand-in takes it. */
export type StandInFault = Readonly<Record<string, string | number | boolean>>;

/** The control plane. Every call throws while the stand-in is away. */
export interface Dynamics {
  rows(table: keyof Rows): Promise<readonly Row[]>;
  allRows(): Promise<Rows>;
  arrange(fault: StandInFault): Promise<void>;
  callOffFaults(): Promise<void>;
  /** How many requests each user may send within the window before they are refused. */
  limit(limits: { readonly requests: number; readonly windowMs: number }): Promise<void>;
  /** Requests that were answered since the last call. */
  takeRequests(): Promise<readonly LoggedRequest[]>;
  /** Requests that have no answer. */
  unanswered(): Promise<readonly LoggedRequest[]>;
}

/** One request as the stand-in has logged it, with the operations of a batch. */
export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number | null;
  }[];
}

/** `url`: where the stand-in listens. */
export function createDynamics(url: string): Dynamics {
  async function call(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${url}/sandbox/${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} of the stand-in answered ${answer.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
  const rows = async (table: keyof Rows) => (await call("GET", `rows/${table}`)) as readonly Row[];

  return {
    rows,
    async allRows() {
      return {
        appointments: await rows("appointments"),
        leads: await rows("leads"),
        contacts: await rows("contacts"),
      };
    },
    arrange: async (fault) => void (await call("POST", "faults", fault)),
    callOffFaults: async () => void (await call("DELETE", "faults")),
    limit: async (limits) => void (await call("POST", "limits", limits)),
    takeRequests: async () => ((await call("POST", "requests/take")) as LoggedRequest[]).filter(isOfApi),
    unanswered: async () => ((await call("GET", "requests")) as LoggedRequest[]).filter(isOfApi),
  };
}

/** Not one for a token. */
function isOfApi({ path }: LoggedRequest): boolean {
  return path.includes("/api/data/");
}
