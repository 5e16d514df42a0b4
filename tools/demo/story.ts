/** A banker's morning, scene by scene: what happens in Coconut, and what must then be true in Dynamics. */
import { eventually, type Stage } from "./stage.ts";

/** What a scene found in Dynamics after what happened in Coconut. */
export interface Outcome {
  readonly isRight: boolean;
  /** What Dynamics has if the outcome is right, in a few words. */
  readonly seen: string;
  readonly appointmentIds: readonly string[];
}

/** One thing that happens in Coconut, and how to check what Dynamics must then have. */
export interface Scene {
  readonly title: string;
  play(stage: Stage, tell: (line: string) => void): Promise<Outcome>;
}

/** The ids of appointments that later scenes go on with. */
const cast = { ann: "", robert: "" };

const busy = { statecode: 3, statuscode: 5 };
const canceled = { statecode: 2, statuscode: 4 };

/** The scenes in the order they are played in; later ones change what earlier ones booked. */
export const story: readonly Scene[] = [
  {
    title: "Ann Lee, whom Dynamics does not know, books mortgage advice with Dana Roy.",
    async play(stage) {
      cast.ann = await stage.book({
        firstName: "Ann",
        lastName: "Lee",
        email: "ann.lee@example.com",
        staff: "31",
      });
      const row = await inStep(stage, cast.ann);
      const leads = await stage.leadsNamed("Ann", "Lee");
      const isRegardingLead = row?.["_regardingobjectid_value"] === leads[0]?.["leadid"];
      return {
        isRight: leads.length === 1 && isRegardingLead && has(row, busy),
        seen: "one new lead, the appointment on its timeline, owned by Dana Roy",
        appointmentIds: [cast.ann],
      };
    },
  },
  {
    title: "Robert Chen, a contact for years, books.",
    async play(stage) {
      cast.robert = await stage.book({
        firstName: "Robert",
        lastName: "Chen",
        email: "Robert.Chen@example.com",
      });
      const row = await inStep(stage, cast.robert);
      const state = await stage.state(cast.robert);
      const leads = await stage.leadsNamed("Robert", "Chen");
      return {
        isRight: has(row, busy) && state?.regarding?.table === "contact" && leads.length === 0,
        seen: "the appointment is on his contact; no lead was made",
        appointmentIds: [cast.robert],
      };
    },
  },
  {
    title: "Sofia Rossi, new as well, books twice at the same moment.",
    async play(stage) {
      const sofia = { firstName: "Sofia", lastName: "Rossi", email: "sofia.rossi@example.com" };
      const both = await Promise.all([
        stage.book({ ...sofia, service: "7", staff: "31" }),
        stage.book({ ...sofia, service: "7", staff: "32" }),
      ]);
      const rows = await Promise.all(both.map((id) => inStep(stage, id)));
      const leads = await stage.leadsNamed("Sofia", "Rossi");
      const regarding = rows.map((row) => row?.["_regardingobjectid_value"]);
      return {
        isRight: leads.length === 1 && regarding.every((id) => id === leads[0]?.["leadid"]),
        seen: "two appointments, one lead",
        appointmentIds: both,
      };
    },
  },
  {
    title: "Ann moves her appointment by a week.",
    async play(stage) {
      const before = await stage.appointmentRow(cast.ann);
      const start = later(before?.["scheduledstart"], 7);
      await stage.coconut("POST", `sandbox/appointments/${cast.ann}/reschedule`, { start });
      const row = await eventually(async () => {
        const now = await stage.appointmentRow(cast.ann);
        return now?.["scheduledstart"] !== before?.["scheduledstart"] && now;
      });
      return {
        isRight: row?.["activityid"] === before?.["activityid"] && has(row, busy),
        seen: "the same row, at its new time",
        appointmentIds: [cast.ann],
      };
    },
  },
  {
    title: "Robert cancels.",
    async play(stage) {
      await stage.coconut("POST", `sandbox/appointments/${cast.robert}/cancel`);
      const row = await eventually(async () => {
        const now = await stage.appointmentRow(cast.robert);
        return has(now, canceled) && now;
      });
      return {
        isRight: row !== undefined,
        seen: "the row is Canceled, and kept",
        appointmentIds: [cast.robert],
      };
    },
  },
  {
    title: "Coconut sends Ann's last event a second time.",
    async play(stage) {
      const before = await stage.appointmentRow(cast.ann);
      const known = (await stage.state(cast.ann))?.duplicates ?? 0;
      const deliveries = (await stage.coconut("GET", "sandbox/deliveries")) as {
        id: string;
        appointmentId: string;
      }[];
      const last = deliveries.findLast(({ appointmentId }) => appointmentId === cast.ann);
      await stage.coconut("POST", `sandbox/deliveries/${last?.id}/redeliver`);
      const state = await eventually(async () => {
        const now = await stage.state(cast.ann);
        return now !== undefined && now.duplicates > known && now;
      });
      const row = await stage.appointmentRow(cast.ann);
      return {
        isRight: state !== undefined && row?.["versionnumber"] === before?.["versionnumber"],
        seen: "accepted, recognised, and nothing was written",
        appointmentIds: [cast.ann],
      };
    },
  },
  {
    title: "Noah Martin books and moves at once; the two events arrive in the wrong order.",
    async play(stage) {
      await stage.coconut("POST", "sandbox/deliveries/hold");
      const noah = { firstName: "Noah", lastName: "Martin", email: "noah.martin@example.com" };
      const id = await stage.book({ ...noah, start: later(new Date().toISOString(), 20) });
      const wanted = later(new Date().toISOString(), 27);
      await stage.coconut("POST", `sandbox/appointments/${id}/reschedule`, { start: wanted });
      await stage.coconut("POST", "sandbox/deliveries/release", { order: "reversed" });
      const state = await eventually(async () => {
        const now = await stage.state(id);
        return now?.syncState === "InStep" && now.events.length === 2 && now;
      });
      const row = await stage.appointmentRow(id);
      return {
        isRight:
          state !== undefined &&
          has(row, busy) &&
          later(row?.["scheduledstart"], 0).slice(0, 10) === wanted.slice(0, 10),
        seen: "the newer time stands; the late event changed nothing",
        appointmentIds: [id],
      };
    },
  },
  {
    title: "Dynamics answers 503, then 429, while Maria Santos books.",
    async play(stage, tell) {
      await stage.dynamics("POST", "faults", { times: 3, path: "/api/data/", status: 503 });
      await stage.dynamics("POST", "faults", { times: 2, path: "/api/data/", status: 429, retryAfter: 2 });
      const id = await stage.book({
        firstName: "Maria",
        lastName: "Santos",
        email: "maria.santos@example.com",
      });
      tell("Temporal tries again by itself; Retry-After is honoured");
      const row = await inStep(stage, id);
      await stage.dynamics("DELETE", "faults");
      return {
        isRight: has(row, busy),
        seen: "the appointment stands, a little later",
        appointmentIds: [id],
      };
    },
  },
  {
    title: "Somebody took the right to create leads away; Omar Haddad, new, books.",
    async play(stage, tell) {
      await stage.dynamics("POST", "privileges", { revoke: ["prvCreateLead"] });
      const id = await stage.book({
        firstName: "Omar",
        lastName: "Haddad",
        email: "omar.haddad@example.com",
      });
      const parked = await eventually(async () => {
        const now = await stage.state(id);
        return now?.syncState === "NeedsAttention" && now;
      });
      tell(`parked: ${parked?.problem?.message ?? "not parked"}`);
      await stage.dynamics("POST", "privileges", { grant: ["prvCreateLead"] });
      tell("the administrator gives it back, the operator sends the Signal `retry`");
      await stage.retry(id);
      const row = await inStep(stage, id);
      const leads = await stage.leadsNamed("Omar", "Haddad");
      return {
        isRight:
          parked?.problem?.message.includes("prvCreateLead") === true && has(row, busy) && leads.length === 1,
        seen: "one lead, one appointment",
        appointmentIds: [id],
      };
    },
  },
];

/** The row, once the Workflow says that it is in step. */
function inStep(stage: Stage, appointmentId: string) {
  return eventually(async () => {
    const state = await stage.state(appointmentId);
    return state?.syncState === "InStep" && stage.appointmentRow(appointmentId);
  });
}

function has(row: Readonly<Record<string, unknown>> | undefined, wanted: object): boolean {
  return row !== undefined && Object.entries(wanted).every(([column, value]) => row[column] === value);
}

/** Ten in the morning so many days after the instant, or on the next weekday, as Coconut writes times. */
function later(instant: unknown, days: number): string {
  const date = new Date(typeof instant === "string" ? instant : Date.now());
  date.setUTCDate(date.getUTCDate() + days);
  if (days > 0) while ([0, 6].includes(date.getUTCDay())) date.setUTCDate(date.getUTCDate() + 1);
  return `${date.toISOString().slice(0, 10)} 10:00:00`;
}
