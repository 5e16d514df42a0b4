/** How each action of the banker or the server changes the booking: pure, with no request and no clock. */
import { findProblems } from "./details.ts";
import {
  markUnverified,
  noteDropped,
  isChosen,
  maxAttendees,
  needsLocation,
  createAttendee,
  stepsOf,
} from "./flow.ts";
import type { Attendee, Flow, Slot, StaffChoice, StepName } from "./flow.ts";
import { verifyChoices } from "./verify-choices.ts";
import type { ListLoaded } from "./verify-choices.ts";
import type { Language, Location, Method, Service } from "../contract.d.ts";
import { inZone } from "../words/when.ts";

/** What the banker did, or a list that has come from the server. */
export type FlowAction =
  | { readonly type: "service_chosen"; readonly service: Service }
  | { readonly type: "method_chosen"; readonly method: Method }
  | { readonly type: "location_chosen"; readonly location: Location }
  | { readonly type: "staff_chosen"; readonly staff: StaffChoice }
  | { readonly type: "zone_chosen"; readonly zone: string }
  | { readonly type: "month_shown"; readonly month: string }
  | { readonly type: "slot_chosen"; readonly slot: Slot | null }
  | { readonly type: "attendee_changed"; readonly index: number; readonly change: Partial<Attendee> }
  | { readonly type: "attendee_added"; readonly language: Language }
  | { readonly type: "attendee_removed"; readonly index: number }
  | { readonly type: "notify_set"; readonly isNotified: boolean }
  | ListLoaded
  | { readonly type: "continued" | "returned" | "went_back" | "slot_taken" }
  | { readonly type: "edited"; readonly step: StepName };

/** Returns the booking after the action. */
export function reduceFlow(flow: Flow, action: FlowAction): Flow {
  switch (action.type) {
    case "continued":
      // Shows the month of the chosen time, so that its times are loaded and the choice is verified.
      return isIncomplete(flow, flow.step)
        ? { ...flow, month: goTo(flow, flow.step).month }
        : goTo(flow, stepAfter(flow));
    case "returned":
      return goTo(flow, firstIncompleteStep(flow));
    case "went_back": {
      const steps = stepsOf(flow);
      return goTo(flow, steps[Math.max(0, steps.indexOf(flow.step) - 1)] ?? "service");
    }
    case "edited":
      return { ...goTo(flow, action.step), isEditing: flow.hasSeenReview };
    case "slot_taken":
      return flow.slot
        ? { ...goTo(flow, "time"), slot: null, notice: { kind: "slot_taken", slot: flow.slot } }
        : flow;
    case "month_shown":
      return { ...flow, month: action.month };
    case "locations_loaded":
    case "staff_loaded":
    case "times_loaded":
    case "questions_loaded":
      return verifyChoices(flow, action);
    default:
      return { ...applyChoice(flow, action), isDirty: true };
  }
}

/** Opens a step, without the notice of the one before. The time step opens at the month of the chosen time. */
function goTo(flow: Flow, step: StepName): Flow {
  const month = step === "time" && flow.slot ? flow.slot.start.slice(0, 7) : flow.month;
  const hasSeenReview = flow.hasSeenReview || step === "review";
  return { ...flow, step, month, notice: null, hasSeenReview, isEditing: false };
}

/** Where "Continue" leads: to the next step, or after the first review to the next one that is incomplete. */
function stepAfter(flow: Flow): StepName {
  const rest = stepsOf(flow).slice(stepsOf(flow).indexOf(flow.step) + 1);
  if (!flow.hasSeenReview) return rest[0] ?? "review";
  return rest.find((step) => isIncomplete(flow, step)) ?? "review";
}

/** The first step that must be completed before the review; the review if there is none. */
export function firstIncompleteStep(flow: Flow): StepName {
  return stepsOf(flow).find((step) => isIncomplete(flow, step)) ?? "review";
}

/** Does the step lack a choice, or has its choice still to be verified? */
function isIncomplete(flow: Flow, step: StepName): boolean {
  if (step === "details" && findProblems(flow).length > 0) return true;
  return flow.unverified.includes(step) || !isChosen(flow, step);
}

type Choice = Exclude<
  FlowAction,
  ListLoaded | { type: "continued" | "returned" | "went_back" | "slot_taken" | "edited" | "month_shown" }
>;

function applyChoice(flow: Flow, action: Choice): Flow {
  switch (action.type) {
    case "service_chosen":
      return chooseService(flow, action.service);
    case "method_chosen":
      return action.method === flow.method ? flow : chooseMethod({ ...flow, notice: null }, action.method);
    case "location_chosen":
      return action.location.id === flow.location?.id
        ? flow
        : markUnverified({ ...flow, location: action.location, notice: null }, ["staff", "time"]);
    case "staff_chosen":
      return markUnverified({ ...flow, staff: action.staff, notice: null }, ["time"]);
    case "zone_chosen":
      return chooseZone({ ...flow, notice: null }, action.zone);
    case "slot_chosen":
      return { ...flow, slot: action.slot, notice: null };
    case "attendee_changed":
      return withAttendees(
        flow,
        flow.attendees.map((one, index) => (index === action.index ? { ...one, ...action.change } : one)),
      );
    case "attendee_added":
      return flow.attendees.length < maxAttendees
        ? withAttendees(flow, [...flow.attendees, createAttendee(action.language)])
        : flow;
    case "attendee_removed":
      return withAttendees(
        flow,
        flow.attendees.filter((_, index) => index === 0 || index !== action.index),
      );
    case "notify_set":
      return { ...flow, isNotified: action.isNotified };
  }
}

function chooseService(before: Flow, service: Service): Flow {
  if (service.id === before.service?.id) return before;
  const flow = markUnverified({ ...before, service, notice: null }, ["location", "staff", "time", "details"]);
  const only = service.methods.length === 1 ? service.methods[0] : undefined;
  if (flow.method !== null && service.methods.includes(flow.method)) return flow;
  if (only !== undefined) return chooseMethod(flow, only);
  return flow.method === null ? flow : noteDropped({ ...flow, method: null }, "method");
}

function chooseMethod(before: Flow, method: Method): Flow {
  const flow = markUnverified({ ...before, method }, ["location", "staff", "time"]);
  return flow.location !== null && !needsLocation(method)
    ? noteDropped({ ...flow, location: null }, "location")
    : flow;
}

/** Keeps the moment of the chosen time; the list of the new zone will show whether it can be booked. */
function chooseZone(flow: Flow, ownZone: string): Flow {
  if (flow.slot === null) return { ...flow, ownZone };
  const slot = inZone(flow.slot, ownZone);
  return markUnverified({ ...flow, ownZone, slot, month: slot.start.slice(0, 7) }, ["time"]);
}

function withAttendees(flow: Flow, attendees: readonly Attendee[]): Flow {
  const [first = flow.attendees[0], ...others] = attendees;
  return { ...flow, attendees: [first, ...others] };
}
