/** Compares what was chosen earlier with the lists that the server offers now. */
import { noteDropped, markVerified } from "./flow.ts";
import type { Attendee, Flow, StaffChoice } from "./flow.ts";
import type { Location, Question, StaffMember, Times } from "../contract.d.ts";

/** A list has come from the server. */
export type ListLoaded =
  | { readonly type: "locations_loaded"; readonly locations: readonly Location[] }
  | { readonly type: "staff_loaded"; readonly staff: readonly StaffMember[] }
  | { readonly type: "times_loaded"; readonly month: string; readonly times: Times }
  | { readonly type: "questions_loaded"; readonly questions: readonly Question[] };

/** Keeps an earlier choice if the list still has it. Otherwise removes it, and says so in the notice. */
export function verifyChoices(flow: Flow, action: ListLoaded): Flow {
  switch (action.type) {
    case "locations_loaded": {
      const verified = markVerified(flow, "location");
      if (flow.location === null) return verified;
      const location = action.locations.find(({ id }) => id === flow.location?.id);
      return location ? { ...verified, location } : noteDropped({ ...verified, location: null }, "location");
    }
    case "staff_loaded": {
      const verified = markVerified(flow, "staff");
      return isOffered(flow.staff, action.staff)
        ? verified
        : noteDropped({ ...verified, staff: { kind: "anyone" } }, "staff");
    }
    case "times_loaded": {
      const { slot } = flow;
      if (slot === null) return markVerified(flow, "time");
      // The times of another month do not say whether this one is still free.
      if (slot.start.slice(0, 7) !== action.month) return flow;
      const verified = markVerified(flow, "time");
      const offered = action.times.times.find(({ start }) => start === slot.start);
      return offered && action.times.timezone === slot.timezone
        ? { ...verified, slot: { ...slot, end: offered.end } }
        : noteDropped({ ...verified, slot: null }, "time");
    }
    case "questions_loaded": {
      const { questions } = action;
      const asked = new Set(questions.map(({ id }) => id));
      const isRemoved = ([id, value]: readonly [string, readonly string[]]): boolean =>
        !asked.has(id) && value.join("") !== "";
      const isAnyRemoved = flow.attendees.some(({ answers }) => Object.entries(answers).some(isRemoved));
      const kept = withEveryAttendee({ ...markVerified(flow, "details"), questions }, (attendee) => ({
        ...attendee,
        answers: Object.fromEntries(Object.entries(attendee.answers).filter(([id]) => asked.has(id))),
      }));
      return isAnyRemoved ? noteDropped(kept, "answers") : kept;
    }
  }
}

function withEveryAttendee(flow: Flow, change: (attendee: Attendee) => Attendee): Flow {
  const [client, ...others] = flow.attendees;
  return { ...flow, attendees: [change(client), ...others.map(change)] };
}

function isOffered(choice: StaffChoice, staff: readonly StaffMember[]): boolean {
  if (choice.kind === "person") return staff.some(({ id }) => id === choice.person.id);
  return choice.kind === "anyone" || staff.some(({ languages }) => languages.includes(choice.language));
}
