import type { Language, Location, Method, Question, Service, StaffMember } from "../../src/pane/contract.ts";

export type StepName = "service" | "location" | "staff" | "time" | "details" | "review";

export type StaffChoice =
  | { readonly kind: "anyone" }
  | { readonly kind: "person"; readonly person: StaffMember }
  | { readonly kind: "language"; readonly language: Language };

export interface Slot {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
}

export interface Attendee {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly cellPhone: string;
  readonly language: Language;
  /** By the id of the question. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly notes: string;
}

/** Answers that a change elsewhere made impossible. */
export type Dropped = "method" | "location" | "staff" | "time" | "answers";

export type Notice =
  | { readonly kind: "dropped"; readonly what: readonly Dropped[] }
  | { readonly kind: "slot_taken"; readonly slot: Slot };

/** Everything the banker has answered so far, and where they stand. */
export interface Flow {
  readonly step: StepName;
  /** From then on an edited step leads back to the review, by way of the steps it put in question. */
  readonly hasSeenReview: boolean;
  /** The step was opened from the review, and leads straight back to it. */
  readonly isEditing: boolean;
  /** Steps whose answer was given under other circumstances: it may no longer be on offer. */
  readonly unverified: readonly StepName[];
  readonly service: Service | null;
  readonly method: Method | null;
  readonly location: Location | null;
  readonly staff: StaffChoice;
  /** The zone for phone and video; elsewhere the location's counts. */
  readonly ownZone: string;
  readonly slot: Slot | null;
  /** The month that is shown, `YYYY-MM`; null until a first one is asked for. */
  readonly month: string | null;
  readonly attendees: readonly [Attendee, ...Attendee[]];
  readonly questions: readonly Question[];
  readonly isNotified: boolean;
  readonly notice: Notice | null;
  readonly isDirty: boolean;
}

export const maxAttendees = 10;

export function createFlow(person: Attendee, ownZone: string): Flow {
  return {
    step: "service",
    hasSeenReview: false,
    isEditing: false,
    unverified: [],
    service: null,
    method: null,
    location: null,
    staff: { kind: "anyone" },
    ownZone,
    slot: null,
    month: null,
    attendees: [person],
    questions: [],
    isNotified: true,
    notice: null,
    isDirty: false,
  };
}

export function createAttendee(language: Language): Attendee {
  return { firstName: "", lastName: "", email: "", cellPhone: "", language, answers: {}, notes: "" };
}

/** A phone call or a video call has no place. */
export function needsLocation(method: Method | null): boolean {
  return method !== "phone_call" && method !== "video_call";
}

export function stepsOf(flow: Flow): readonly StepName[] {
  const all: readonly StepName[] = ["service", "location", "staff", "time", "details", "review"];
  return needsLocation(flow.method) ? all : all.filter((step) => step !== "location");
}

/** The zone in which times are shown and booked. */
export function zoneOf(flow: Flow): string {
  return needsLocation(flow.method) && flow.location ? flow.location.timezone : flow.ownZone;
}

/** Are the choices of this step made? What is typed on the details step has its own rules. */
export function isChosen(flow: Flow, step: StepName): boolean {
  if (step === "service") return flow.service !== null && flow.method !== null;
  if (step === "location") return flow.location !== null;
  if (step === "time") return flow.slot !== null;
  return true;
}

/** These answers were given under other circumstances. */
export function markUnverified(flow: Flow, steps: readonly StepName[]): Flow {
  return { ...flow, unverified: [...new Set([...flow.unverified, ...steps])] };
}

export function markVerified(flow: Flow, step: StepName): Flow {
  return { ...flow, unverified: flow.unverified.filter((other) => other !== step) };
}

/** Says that an answer is gone. */
export function noteDropped(flow: Flow, what: Dropped): Flow {
  const before = flow.notice?.kind === "dropped" ? flow.notice.what : [];
  return { ...flow, notice: { kind: "dropped", what: [...new Set([...before, what])] } };
}
