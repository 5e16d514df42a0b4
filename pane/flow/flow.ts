/** What the banker has chosen and typed so far, and at which step they are. */
import type { Language, Location, Method, Question, Service, StaffMember } from "../contract.d.ts";

/** The steps of a booking. */
export type StepName = "service" | "location" | "staff" | "time" | "details" | "review";

/** Whom to meet: anyone, one person, or anyone who speaks a language. */
export type StaffChoice =
  | { readonly kind: "anyone" }
  | { readonly kind: "person"; readonly person: StaffMember }
  | { readonly kind: "language"; readonly language: Language };

/** A time to book: wall-clock times, `YYYY-MM-DD HH:MM:SS`, in `timezone`. */
export interface Slot {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
}

/** A person who comes, as typed: the texts are not trimmed, and "" where nothing is entered. */
export interface Attendee {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly cellPhone: string;
  readonly language: Language;
  /** By the id of the question; a list because some questions take several. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly notes: string;
}

/** A choice, or the answers, that no longer fitted after a change and was removed. */
export type DroppedChoice = "method" | "location" | "staff" | "time" | "answers";

/** What a step says above its content. */
export type Notice =
  | { readonly kind: "dropped"; readonly what: readonly DroppedChoice[] }
  | { readonly kind: "slot_taken"; readonly slot: Slot };

/** The whole state of a booking that is being prepared. `reduceFlow` is the only one who changes it. */
export interface Flow {
  readonly step: StepName;
  /** After that, "Continue" leads to the review, by way of the steps that must be verified or completed. */
  readonly hasSeenReview: boolean;
  /** The step was opened from the review, so "Back" leads there. */
  readonly isEditing: boolean;
  /** Steps whose choice was made before another one changed: it must be compared with what the server offers now. */
  readonly unverified: readonly StepName[];
  readonly service: Service | null;
  readonly method: Method | null;
  readonly location: Location | null;
  readonly staff: StaffChoice;
  /** The time zone for phone and video calls; otherwise the location's is used. */
  readonly ownZone: string;
  readonly slot: Slot | null;
  /** The month that the time step shows, `YYYY-MM`; null until it has shown one. */
  readonly month: string | null;
  /** The first is the client, the person of the lead or contact. */
  readonly attendees: readonly [Attendee, ...Attendee[]];
  /** What the chosen service asks of each attendee. */
  readonly questions: readonly Question[];
  /** Whether Coconut sends a confirmation. */
  readonly isNotified: boolean;
  readonly notice: Notice | null;
  /** Whether the banker has chosen or typed anything. */
  readonly isDirty: boolean;
}

/** How many people one appointment can have. */
export const maxAttendees = 10;

/** Creates the state of a booking in which nothing is chosen yet. */
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

/** Creates an attendee of whom nothing is known but the language. */
export function createAttendee(language: Language): Attendee {
  return { firstName: "", lastName: "", email: "", cellPhone: "", language, answers: {}, notes: "" };
}

/** A phone or video call has no location; while no method is chosen, a location is expected. */
export function needsLocation(method: Method | null): boolean {
  return method !== "phone_call" && method !== "video_call";
}

/** The steps that this booking has, in their order. */
export function stepsOf(flow: Flow): readonly StepName[] {
  const all: readonly StepName[] = ["service", "location", "staff", "time", "details", "review"];
  return needsLocation(flow.method) ? all : all.filter((step) => step !== "location");
}

/** The time zone in which times are shown and booked. */
export function zoneOf(flow: Flow): string {
  return needsLocation(flow.method) && flow.location ? flow.location.timezone : flow.ownZone;
}

/** Are the choices of this step made? For the details step use `findProblems`. */
export function isChosen(flow: Flow, step: StepName): boolean {
  if (step === "service") return flow.service !== null && flow.method !== null;
  if (step === "location") return flow.location !== null;
  if (step === "time") return flow.slot !== null;
  return true;
}

/** Marks steps whose choice must be compared again with what the server offers. */
export function markUnverified(flow: Flow, steps: readonly StepName[]): Flow {
  return { ...flow, unverified: [...new Set([...flow.unverified, ...steps])] };
}

/** Marks a step whose choice was compared with what the server offers. */
export function markVerified(flow: Flow, step: StepName): Flow {
  return { ...flow, unverified: flow.unverified.filter((other) => other !== step) };
}

/** Adds to the notice that a choice was removed. It does not remove it. */
export function noteDropped(flow: Flow, what: DroppedChoice): Flow {
  const before = flow.notice?.kind === "dropped" ? flow.notice.what : [];
  return { ...flow, notice: { kind: "dropped", what: [...new Set([...before, what])] } };
}
