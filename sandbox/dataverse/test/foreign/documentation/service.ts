import { openOrganization } from "../organization.ts";

export type Row = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Row;
  readonly rows: Row[];
  /** The address of what was written. */
  readonly entityId: string;
}

/** A caller without any library, with the headers that Microsoft's samples send. */
export async function openService() {
  const organization = await openOrganization();
  const base = `${organization.url}/api/data/v9.2/`;

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(path.startsWith("http") ? path : base + path, {
      method,
      headers: {
        Authorization: `Bearer ${organization.token}`,
        Accept: "application/json",
        "OData-MaxVersion": "4.0",
        "OData-Version": "4.0",
        "If-None-Match": "null",
        ...(body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return readAnswer(response);
  }

  /** As the samples do: whatever is not a success ends the program. */
  async function succeed(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await send(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  return {
    organization,
    base,
    send,
    get: (path: string, headers?: Record<string, string>) => succeed("GET", path, undefined, headers),
    post: (path: string, body: unknown, headers?: Record<string, string>) =>
      succeed("POST", path, body, headers),
    patch: (path: string, body: unknown, headers?: Record<string, string>) =>
      succeed("PATCH", path, body, headers),
    put: (path: string, body: unknown, headers?: Record<string, string>) =>
      succeed("PUT", path, body, headers),
    remove: (path: string) => succeed("DELETE", path),
    create: async (set: string, body: unknown) => (await succeed("POST", set, body)).entityId,
    [Symbol.asyncDispose]: () => organization[Symbol.asyncDispose](),
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const body = isJson ? (JSON.parse(text) as Row) : {};
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    rows: Array.isArray(body.value) ? (body.value as Row[]) : [],
    entityId: response.headers.get("odata-entityid") ?? "",
  };
}

/** The id in an address. */
export function idIn(address: string): string {
  return /\(([0-9a-f-]{36})\)$/.exec(address)?.[1] ?? "";
}

export function label(text: string): Row {
  return {
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [
      {
        "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel",
        Label: text,
        LanguageCode: 1033,
        IsManaged: false,
      },
    ],
  };
}
