import { noteDropped, markVerified } from "./flow.ts";
import type { Attendee, Flow, StaffChoice } from "./flow.ts";
import type { Location, Question, StaffMember, Times } from "../../src/pane/contract.ts";

export type Loaded =
  | { readonly type: "locations_loaded"; readonly locations: readonly Location[] }
  | { readonly type: "staff_loaded"; readonly staff: readonly StaffMember[] }
  | { readonly type: "times_loaded"; readonly month: string; readonly times: Times }
  | { readonly type: "questions_loaded"; readonly questions: readonly Question[] };

/** Holds an earlier answer against what is on offer now; only what no longer fits is dropped. */
export function verifyChoices(flow: Flow, action: Loaded): Flow {
  switch (action.type) {
    case "locations_loaded": {
      const checked = markVerified(flow, "location");
      if (flow.location === null) return checked;
      const location = action.locations.find(({ id }) => id === flow.location?.id);
      return location ? { ...checked, location } : noteDropped({ ...checked, location: null }, "location");
    }
    case "staff_loaded": {
      const checked = markVerified(flow, "staff");
      return isOffered(flow.staff, action.staff)
        ? checked
        : noteDropped({ ...checked, staff: { kind: "anyone" } }, "staff");
    }
    case "times_loaded": {
      const { slot } = flow;
      if (slot === null) return markVerified(flow, "time");
      if (slot.start.slice(0, 7) !== action.month) return flow;
      const checked = markVerified(flow, "time");
      const open = action.times.times.find(({ start }) => start === slot.start);
      return open && action.times.timezone === slot.timezone
        ? { ...checked, slot: { ...slot, end: open.end } }
        : noteDropped({ ...checked, slot: null }, "time");
    }
    case "questions_loaded": {
      const { questions } = action;
      const asked = new Set(questions.map(({ id }) => id));
      const isLost = ([id, value]: readonly [string, readonly string[]]): boolean =>
        !asked.has(id) && value.join("") !== "";
      const wasLost = flow.attendees.some(({ answers }) => Object.entries(answers).some(isLost));
      const kept = withEveryAttendee({ ...markVerified(flow, "details"), questions }, (attendee) => ({
        ...attendee,
        answers: Object.fromEntries(Object.entries(attendee.answers).filter(([id]) => asked.has(id))),
      }));
      return wasLost ? noteDropped(kept, "answers") : kept;
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
