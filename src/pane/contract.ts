// Request and response types of /pane/api. Types only: the page in the browser holds to them as the server does.

import type { RowRef } from "../appointments/row-ref.ts";

export type { RowRef };

export type Language = "en" | "fr";

export type Method = "at_location" | "phone_call" | "video_call" | "off_site";

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly category: string | null;
  readonly durationMinutes: number;
  readonly group: boolean;
  readonly methods: readonly Method[];
}

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

export interface StaffMember {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string | null;
  readonly languages: readonly Language[];
}

/** Wall-clock times, `YYYY-MM-DD HH:MM:SS`, in the time zone that is named beside them. */
export interface Times {
  readonly timezone: string;
  readonly times: readonly { readonly start: string; readonly end: string }[];
}

export interface Question {
  readonly id: string;
  readonly label: string;
  readonly help: string | null;
  readonly kind: "text" | "paragraph" | "select" | "multiselect" | "checkbox";
  readonly required: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/**
 * What is wrong with one field of a request. `path` names the field by the keys and positions that lead to it:
 * `notify`, `attendees.0.email`, `attendees.0.answers.2.value` (of the third answer that was sent).
 */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

export interface BookingBody {
  readonly row: RowRef;
  readonly service: string;
  readonly method: Method;
  readonly location: string | null;
  readonly staff: string | null;
  readonly language: Language | null;
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
  readonly notify: boolean;
}

export interface Booked {
  readonly appointmentId: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly location: string | null;
  readonly staff: string | null;
}

export interface SyncState {
  readonly state: "syncing" | "in_step" | "needs_attention";
  readonly activityId: string | null;
}

export interface Session {
  readonly token: string;
  readonly expiresAt: string;
  readonly staff: {
    readonly id: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string;
  };
}
