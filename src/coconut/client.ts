/** A client of Coconut's Open API v2, the public one for booking. It never retries: that is left to Temporal. */
import type { Dispatcher } from "undici";
import type { z } from "zod";
import { CoconutError } from "./errors.ts";
import {
  Booked,
  type BookableMethod,
  type CoconutLocation,
  type CoconutQuestion,
  type CoconutService,
  type CoconutUser,
  Location,
  methodNumbers,
  Page,
  Question,
  Service,
  Time,
  User,
} from "./open-api.ts";
import { type NewBooking, toBody } from "./open-api-booking.ts";
import { callOpenApi } from "./open-api-exchange.ts";

/** Which free times to list. */
export interface TimesQuery {
  readonly serviceId: string;
  readonly locationId?: string | undefined;
  readonly staffId?: string | undefined;
  readonly meetingMethod: BookableMethod;
  /** A language that the member of staff has to speak. */
  readonly locale?: string | undefined;
  /** The zone in which the times are wanted. */
  readonly timezone: string;
  /** Days, `2026-03-01`; both are included, at most 42 days. */
  readonly from: string;
  readonly to: string;
}

/** Free times, in order, as wall-clock times in `timezone`, `2026-03-10 10:00:00`. */
export interface CoconutTimes {
  readonly timezone: string;
  readonly times: readonly { readonly start: string; readonly end: string }[];
}

/** What the pane lists, and the booking itself. Each call throws CoconutError when it gets no usable answer. */
export interface CoconutClient {
  services(query: { readonly lang: string }): Promise<readonly CoconutService[]>;
  locations(query: {
    readonly serviceId?: string | undefined;
    readonly meetingMethod?: BookableMethod | undefined;
    readonly lang: string;
  }): Promise<readonly CoconutLocation[]>;
  users(query: {
    readonly locationId?: string | undefined;
    readonly serviceId?: string | undefined;
  }): Promise<readonly CoconutUser[]>;
  times(query: TimesQuery): Promise<CoconutTimes>;
  questions(query: {
    readonly serviceId: string;
    readonly lang: string;
  }): Promise<readonly CoconutQuestion[]>;
  /** Books once. `document` is the appointment in the form of a delivery, without an event. */
  book(booking: NewBooking): Promise<{ readonly appointmentId: string; readonly document: object }>;
}

/** `timeoutMs`: for each request, 10 s if left out. */
export interface CoconutClientOptions {
  /** The base, `https://acme.coconutcalendar.com/api/v2/open`. */
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs?: number;
}

/** Open API v2: at most 100 to a page. */
const pageSize = 100;
/** No bank has 10,000 of anything: a server with more pages is broken. */
const maximumPages = 100;
/** 100 rows of 40 kB. */
const maxPageBytes = 4 * 1024 * 1024;
/** As large as a delivery may be: the document becomes an event like that of a delivery. */
const maxDocumentBytes = 256 * 1024;

/** `lang`, the language of names in the answer, is sent as a header as well. */
type Query = Readonly<Record<string, string | number | undefined>> & { readonly lang?: string };

/** Creates a client of one company's Open API; it sends nothing yet. */
export function createCoconutClient({
  url,
  dispatcher,
  timeoutMs = 10_000,
}: CoconutClientOptions): CoconutClient {
  const options = { url, dispatcher, timeoutMs };

  async function page<T>(path: string, item: z.ZodType<T>, query: Query) {
    const answer = await callOpenApi(options, {
      method: "GET",
      path,
      query: toSearch(query),
      lang: query.lang,
      maxAnswerBytes: maxPageBytes,
    });
    const { data, meta } = check(Page, answer, `GET ${path}`, true);
    const rows = data.map((row) => check(item, row, `GET ${path}`, true));
    return { rows, totalPages: meta?.pagination?.total_pages };
  }

  async function list<T extends { readonly id: string }>(
    path: string,
    item: z.ZodType<T>,
    query: Query,
  ): Promise<readonly T[]> {
    const rows = new Map<string, T>();
    for (let number = 1; number <= maximumPages; number += 1) {
      const { rows: found, totalPages } = await page(path, item, { ...query, limit: pageSize, page: number });
      const before = rows.size;
      for (const row of found) rows.set(row.id, row);
      const isLast = totalPages === undefined ? found.length < pageSize : number >= totalPages;
      // A page without anything new: this server ignores the page number.
      if (isLast || rows.size === before) return [...rows.values()];
    }
    throw new CoconutError({ kind: "protocol", operation: `GET ${path}`, isOutcomeKnown: true });
  }

  return {
    services: ({ lang }) => list("services", Service, { lang }),
    locations: ({ serviceId, meetingMethod, lang }) =>
      list("locations", Location, {
        service_id: serviceId,
        meeting_method: meetingMethod && methodNumbers[meetingMethod],
        lang,
      }),
    users: ({ locationId, serviceId }) =>
      list("users", User, { location_id: locationId, service_id: serviceId }),
    questions: ({ serviceId, lang }) => list("questions", Question, { service_id: serviceId, lang }),

    async times({ serviceId, locationId, staffId, meetingMethod, locale, timezone, from, to }) {
      const { rows } = await page("times", Time, {
        start: from,
        end: to,
        service_id: serviceId,
        location_id: locationId,
        staff_id: staffId,
        meeting_method: methodNumbers[meetingMethod],
        supported_locales: locale,
        timezone,
      });
      const starts = new Map(rows.map(({ start, end }) => [start, { start, end }]));
      return {
        timezone: rows[0]?.timezone ?? timezone,
        times: [...starts.values()].toSorted((a, b) => (a.start < b.start ? -1 : 1)),
      };
    },

    async book(booking) {
      const answer = await callOpenApi(options, {
        method: "POST",
        path: "appointments",
        body: toBody(booking),
        lang: booking.attendees[0]?.language,
        maxAnswerBytes: maxDocumentBytes,
      });
      // Most likely it has booked, even if its answer cannot be read.
      const { data } = check(Booked, answer, "POST appointments", false);
      return { appointmentId: data.id, document: answer };
    },
  };
}

/** @throws CoconutError that names the first path that is wrong, without the value */
function check<T>(schema: z.ZodType<T>, value: unknown, operation: string, isOutcomeKnown: boolean): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
  throw new CoconutError({ kind: "protocol", operation, isOutcomeKnown }, { cause: new Error(`at ${path}`) });
}

function toSearch(query: Query): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  return search;
}
