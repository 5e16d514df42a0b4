/** The calls of /pane/api, as the page makes them. */
import type {
  Booked,
  BookingBody,
  FieldIssue,
  Language,
  LocationsAnswer,
  LoginPending,
  Method,
  QuestionsAnswer,
  RowRef,
  ServicesAnswer,
  Session,
  StaffAnswer,
  SyncState,
  Times,
} from "../contract.d.ts";

/** What a call brought, or why it brought nothing. No call throws. */
export type Result<T> = { readonly kind: "ok"; readonly status: number; readonly value: T } | Refusal;

/** Why a call brought nothing. */
export interface Refusal {
  readonly kind: "refused";
  /** The server's code, or one of the page's: `network_lost`, `unreadable` (not written by our server), `aborted`. */
  readonly code: string;
  readonly message: string;
  /** What is wrong with single fields of the request. */
  readonly issues: readonly FieldIssue[];
  readonly retryAfterMs: number | undefined;
}

/** Which times to load; `from` and `to` are days, `YYYY-MM-DD`, and both are included. */
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

interface CallOptions {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly query?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
  /** Sent as `Idempotency-Key`. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly token?: string;
}

/** The calls that need no login, and `forBanker`. */
export type Api = ReturnType<typeof createApi>;

/** Creates the calls. `base` is the origin of the server; `language` is that of the names it answers with. */
export function createApi(base: string, language: Language, timeoutMs = 45_000) {
  async function call<T>(path: string, options: CallOptions): Promise<Result<T>> {
    const { method = "GET", query = {}, body, idempotencyKey, signal, token } = options;
    const url = new URL(path, base);
    for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        credentials: "omit",
        cache: "no-store",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        headers: {
          Accept: "application/json",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return await readResult<T>(response);
    } catch {
      return createRefusal(signal?.aborted ? "aborted" : "network_lost");
    }
  }

  return {
    /** Asks for the session of the login that was started with this verifier; "pending" until that is done. */
    requestSession: (verifier: string, signal: AbortSignal) =>
      call<Session | LoginPending>("/pane/session", {
        method: "POST",
        body: { verifier },
        signal,
      }),

    /** Creates the calls of the banker whose session token this is. */
    forBanker(token: string) {
      const get = <T>(
        path: string,
        signal: AbortSignal,
        query: CallOptions["query"] = {},
      ): Promise<Result<T>> => call<T>(path, { query: { ...query, lang: language }, signal, token });
      return {
        /** Ends the session. */
        logOut: () => call<undefined>("/pane/session", { method: "DELETE", token }),
        /** Refused if the banker may not see this row in Dynamics. */
        checkRowAccess: ({ table, id }: RowRef, signal: AbortSignal) =>
          get<undefined>(`/pane/api/rows/${table}/${id}`, signal),
        services: (signal: AbortSignal) => get<ServicesAnswer>("/pane/api/services", signal),
        locations: (service: string, method: Method, signal: AbortSignal) =>
          get<LocationsAnswer>("/pane/api/locations", signal, { service, method }),
        staff: (service: string, location: string | null, signal: AbortSignal) =>
          get<StaffAnswer>("/pane/api/staff", signal, { service, location }),
        times: (query: TimesQuery, signal: AbortSignal) =>
          get<Times>("/pane/api/times", signal, { ...query }),
        questions: (service: string, signal: AbortSignal) =>
          get<QuestionsAnswer>("/pane/api/questions", signal, { service }),
        /** Books. The same key never books twice. */
        book: (body: BookingBody, idempotencyKey: string) =>
          call<Booked>("/pane/api/bookings", { method: "POST", body, idempotencyKey, token }),
        syncState: (appointmentId: string, signal: AbortSignal) =>
          get<SyncState>(`/pane/api/bookings/${encodeURIComponent(appointmentId)}`, signal),
      };
    },
  };
}

/** The calls of a banker who is logged in. */
export type BankerApi = ReturnType<Api["forBanker"]>;

async function readResult<T>(response: Response): Promise<Result<T>> {
  const text = await response.text();
  const body = text === "" ? undefined : parseJson(text);
  if (response.ok && (text === "" || body !== undefined)) {
    return { kind: "ok", status: response.status, value: body as T };
  }
  const error = (body as { error?: unknown } | null | undefined)?.error as
    | { code?: unknown; message?: unknown; issues?: unknown }
    | undefined;
  if (typeof error?.code !== "string")
    return { ...createRefusal("unreadable"), retryAfterMs: readRetryAfterMs(response) };
  return {
    kind: "refused",
    code: error.code,
    message: typeof error.message === "string" ? error.message : "",
    issues: Array.isArray(error.issues) ? (error.issues as Refusal["issues"]) : [],
    retryAfterMs: readRetryAfterMs(response),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads `Retry-After`. Only seconds are understood, because our server never sends a date. */
function readRetryAfterMs(response: Response): number | undefined {
  const header = response.headers.get("Retry-After") ?? "";
  return /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}

/** Creates a refusal that the server did not write. */
export function createRefusal(code: string): Refusal {
  return { kind: "refused", code, message: "", issues: [], retryAfterMs: undefined };
}
