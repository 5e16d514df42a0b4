/**
 * Request and answer types of the pane's HTTP interface, below /pane. Types only: the page in the browser holds to them
 * as the server does.
 */
import type { RowRef } from "../src/appointments/row-ref.ts";

/** The lead or contact in Dynamics that is booked from. */
export type { RowRef };

/** The languages of the pane, and of what Coconut is asked for. */
export type Language = "en" | "fr";

/** How the client and the member of staff meet. */
export type Method = "at_location" | "phone_call" | "video_call" | "off_site";

/** Body of `POST /pane/login/bind`, sent by the login window. */
export interface BindBody {
  /** The login's challenge: SHA-256 of its verifier, in base64url. */
  readonly tx: string;
  /** What the banker signs in to Microsoft with, as Dynamics says; it proves nothing. */
  readonly hint?: string | undefined;
}

/** Body of `POST /pane/session`, sent by the pane. */
export interface SessionBody {
  /** 32 random bytes in base64url; only the pane that began the login knows them. */
  readonly verifier: string;
}

/** 202 of `POST /pane/session`: the login is not done yet, ask again. */
export interface LoginPending {
  readonly state: "pending";
}

/** 200 of `POST /pane/session`: who is logged in, until when, and the token that proves it. */
export interface Session {
  /** Sent as `Authorization: Bearer …` with every later request. */
  readonly token: string;
  /** An instant in UTC. */
  readonly expiresAt: string;
  readonly staff: {
    readonly id: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string;
  };
}

/** The language of the names that are answered, `en` where it is left out. Every query of /pane/api may say it. */
export interface LanguageQuery {
  readonly lang?: Language | undefined;
}

/** Query of `GET /pane/api/questions`. */
export interface QuestionsQuery extends LanguageQuery {
  readonly service: string;
}

/** Query of `GET /pane/api/staff`. */
export interface StaffQuery extends QuestionsQuery {
  readonly location?: string | undefined;
}

/** Query of `GET /pane/api/locations`. */
export interface LocationsQuery extends QuestionsQuery {
  readonly method: Method;
}

/** Query of `GET /pane/api/times`. */
export interface TimesQuery extends LocationsQuery {
  readonly location?: string | undefined;
  readonly staff?: string | undefined;
  /** The language that the staff has to speak. */
  readonly language?: Language | undefined;
  /** The IANA zone in which the times are wanted. */
  readonly timezone: string;
  /** Days, `YYYY-MM-DD`; both are included, 42 at most. */
  readonly from: string;
  readonly to: string;
}

/** 200 of `GET /pane/api/services`. */
export type ServicesAnswer = { readonly services: readonly Service[] };
/** 200 of `GET /pane/api/locations`. */
export type LocationsAnswer = { readonly locations: readonly Location[] };
/** 200 of `GET /pane/api/staff`. */
export type StaffAnswer = { readonly staff: readonly StaffMember[] };
/** 200 of `GET /pane/api/questions`. */
export type QuestionsAnswer = { readonly questions: readonly Question[] };

/** What can be booked. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly category: string | null;
  readonly durationMinutes: number;
  readonly group: boolean;
  readonly methods: readonly Method[];
}

/** A branch. A location without a time zone is not offered. */
export interface Location {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postcode: string | null;
  readonly country: string | null;
  readonly timezone: string;
}

/** Somebody who can be booked. */
export interface StaffMember {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string | null;
  readonly languages: readonly Language[];
}

/** 200 of `GET /pane/api/times`: free times in order. Wall-clock times, `YYYY-MM-DD HH:MM:SS`, in the time zone that is named beside them. */
export interface Times {
  readonly timezone: string;
  readonly times: readonly { readonly start: string; readonly end: string }[];
}

/** A question that Coconut asks every attendee of a service. */
export interface Question {
  readonly id: string;
  readonly label: string;
  readonly help: string | null;
  readonly kind: "text" | "paragraph" | "select" | "multiselect" | "checkbox";
  readonly required: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Body of `POST /pane/api/bookings`, beside an `Idempotency-Key`: asking again with the same key books once. */
export interface BookingBody {
  /** Where the banker books from. */
  readonly row: RowRef;
  readonly service: string;
  readonly method: Method;
  readonly location: string | null;
  /** Null: anyone. */
  readonly staff: string | null;
  /** The language that the staff has to speak; null: any. */
  readonly language: Language | null;
  /** A wall-clock time in `timezone`, `YYYY-MM-DD HH:MM:SS`. */
  readonly start: string;
  readonly timezone: string;
  readonly attendees: readonly {
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string | null;
    readonly cellPhone: string | null;
    readonly language: Language;
    readonly notes: string | null;
    readonly answers: readonly { readonly questionId: string; readonly value: string | readonly string[] }[];
  }[];
  /** Whether Coconut tells the attendees by mail or text message. */
  readonly notify: boolean;
}

/** 201 of `POST /pane/api/bookings`. Wall-clock times in `timezone`; names, not ids. */
export interface Booked {
  readonly appointmentId: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly location: string | null;
  readonly staff: string | null;
}

/** 200 of `GET /pane/api/bookings/{appointmentId}`: how far the booking has come on its way into Dynamics. */
export interface SyncState {
  readonly state: "syncing" | "in_step" | "needs_attention";
  /** The appointment row in Dynamics, once it is there. */
  readonly activityId: string | null;
}

/** Every answer of 400 and above in JSON. */
export interface RefusalAnswer {
  readonly error: {
    readonly code: RefusalCode;
    /** For a developer who reads the network tab; the page has its own words for each code. */
    readonly message: string;
    /** Of `invalid` only. */
    readonly issues?: readonly FieldIssue[] | undefined;
  };
}

/** One value of a request that was refused. */
export interface FieldIssue {
  /**
   * The value's address in the request, by the keys and positions that lead to it: `start`, `attendees.0.email`,
   * `attendees.0.answers.2.value` (of the third answer that was sent), `Idempotency-Key`; "" for the whole.
   */
  readonly path: string;
  readonly message: string;
}

/** Why a login ended without a session: 403 of `POST /pane/session`. */
export type LoginRefusal =
  | "login_failed"
  | "login_cancelled"
  | "not_staff"
  | "login_unavailable"
  | "coconut_unavailable";

/** Why a request was refused; docs/pane-api.openapi.yaml says what each means, and where it can be. */
export type RefusalCode =
  | LoginRefusal
  | "malformed"
  | "wrong_type"
  | "too_large"
  | "invalid"
  | "foreign_origin"
  | "too_many"
  | "not_found"
  | "login_expired"
  | "session_expired"
  | "not_in_dynamics"
  | "row_not_yours"
  | "row_gone"
  | "slot_taken"
  | "key_reused"
  | "coconut_refused"
  | "outcome_unknown"
  | "dynamics_unavailable"
  | "temporal_unavailable"
  | "internal_error";
