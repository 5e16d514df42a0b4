import type {
  Booked,
  BookingBody,
  Language,
  Location,
  Method,
  Question,
  RowRef,
  Service,
  Session,
  StaffMember,
  SyncState,
  Times,
} from "../../src/pane/contract.ts";

/** An answer or why there is none: nothing here throws. */
export type Answer<T> = { readonly kind: "ok"; readonly status: number; readonly value: T } | Refusal;

export interface Refusal {
  readonly kind: "refused";
  /** The server's code, or ours: `network_lost`, `unreadable` (an answer that is not the server's) and `aborted`. */
  readonly code: string;
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  readonly retryAfterMs: number | undefined;
}

export interface TimesQuery {
  readonly service: string;
  readonly method: Method;
  readonly location: string | null;
  readonly staff: string | null;
  readonly language: Language | null;
  readonly timezone: string;
  readonly from: string;
  readonly to: string;
}

interface Call {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly query?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
  readonly key?: string;
  readonly signal?: AbortSignal;
  readonly token?: string;
}

export type Api = ReturnType<typeof createApi>;

/** `base` is the origin of the server; `language` is that of the names it answers with. */
export function createApi(base: string, language: Language, timeoutMs = 45_000) {
  async function call<T>(path: string, options: Call): Promise<Answer<T>> {
    const { method = "GET", query = {}, body, key, signal, token } = options;
    const address = new URL(path, base);
    for (const [name, value] of Object.entries(query))
      if (value !== null) address.searchParams.set(name, value);
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(address, {
        method,
        credentials: "omit",
        cache: "no-store",
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        headers: {
          Accept: "application/json",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(key === undefined ? {} : { "Idempotency-Key": key }),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return await readAnswer<T>(response);
    } catch {
      return refusal(signal?.aborted ? "aborted" : "network_lost");
    }
  }

  return {
    /** Asks whether the login with this verifier is done; 202 means not yet. */
    session: (verifier: string, signal: AbortSignal) =>
      call<Session | { readonly state: "pending" }>("/pane/session", {
        method: "POST",
        body: { verifier },
        signal,
      }),

    /** The calls of a banker who is logged in. */
    as(token: string) {
      const get = <T>(path: string, signal: AbortSignal, query: Call["query"] = {}): Promise<Answer<T>> =>
        call<T>(path, { query: { ...query, lang: language }, signal, token });
      return {
        logOut: () => call<undefined>("/pane/session", { method: "DELETE", token }),
        /** Refused when this banker may not see the row in Dynamics. */
        row: ({ table, id }: RowRef, signal: AbortSignal) =>
          get<undefined>(`/pane/api/rows/${table}/${id}`, signal),
        services: (signal: AbortSignal) =>
          get<{ services: readonly Service[] }>("/pane/api/services", signal),
        locations: (service: string, method: Method, signal: AbortSignal) =>
          get<{ locations: readonly Location[] }>("/pane/api/locations", signal, { service, method }),
        staff: (service: string, location: string | null, signal: AbortSignal) =>
          get<{ staff: readonly StaffMember[] }>("/pane/api/staff", signal, { service, location }),
        times: (query: TimesQuery, signal: AbortSignal) =>
          get<Times>("/pane/api/times", signal, { ...query }),
        questions: (service: string, signal: AbortSignal) =>
          get<{ questions: readonly Question[] }>("/pane/api/questions", signal, { service }),
        book: (body: BookingBody, key: string) =>
          call<Booked>("/pane/api/bookings", { method: "POST", body, key, token }),
        syncState: (appointmentId: string, signal: AbortSignal) =>
          get<SyncState>(`/pane/api/bookings/${encodeURIComponent(appointmentId)}`, signal),
      };
    },
  };
}

export type BankerApi = ReturnType<Api["as"]>;

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const body = text === "" ? undefined : parseJson(text);
  if (response.ok && (text === "" || body !== undefined)) {
    return { kind: "ok", status: response.status, value: body as T };
  }
  const error = (body as { error?: unknown } | null | undefined)?.error as
    | { code?: unknown; message?: unknown; issues?: unknown }
    | undefined;
  if (typeof error?.code !== "string")
    return { ...refusal("unreadable"), retryAfterMs: retryAfter(response) };
  return {
    kind: "refused",
    code: error.code,
    message: typeof error.message === "string" ? error.message : "",
    issues: Array.isArray(error.issues) ? (error.issues as Refusal["issues"]) : [],
    retryAfterMs: retryAfter(response),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds only: the server never sends a date. */
function retryAfter(response: Response): number | undefined {
  const header = response.headers.get("Retry-After") ?? "";
  return /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}

export function refusal(code: string): Refusal {
  return { kind: "refused", code, message: "", issues: [], retryAfterMs: undefined };
}
