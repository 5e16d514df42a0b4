import { labelOf, retrieveAll, type Row, textOf } from "../app/web-api.ts";

/** The tables whose rows a timeline shows. */
export type ActivityKind = "appointment" | "task" | "phonecall" | "email";

/** In the order of `statecode`, which is the same for every kind. */
const states = ["open", "completed", "canceled", "scheduled"] as const;

/** What `statecode` means. */
export type ActivityState = (typeof states)[number];

/** One entry of a timeline. */
export interface Activity {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly description: string;
  readonly location: string;
  /** Moments, as Dataverse writes them; "" where there are none. */
  readonly start: string;
  readonly end: string;
  readonly modified: string;
  readonly state: ActivityState;
  readonly owner: string;
  readonly participants: readonly string[];
}

const shared =
  "subject,description,scheduledstart,scheduledend,actualend,statecode,modifiedon,_ownerid_value";

/** The activities that regard a row or have it as a party, latest change first. */
export async function retrieveActivities(id: string): Promise<readonly Activity[]> {
  const [appointments, others] = await Promise.all([
    retrieveAll(
      `appointments?$select=${shared},location&$expand=appointment_activity_parties($select=partyidname,addressused,participationtypemask,_partyid_value)` +
        `&$filter=appointment_activity_parties/any(p:p/_partyid_value eq ${id})&$orderby=modifiedon desc`,
    ),
    retrieveAll(
      `activitypointers?$select=${shared},activitytypecode` +
        `&$filter=_regardingobjectid_value eq ${id} and activitytypecode ne 'appointment'&$orderby=modifiedon desc`,
    ),
  ]);
  return [
    ...appointments.map((row) => activityOf(row, "appointment")),
    ...others.map((row) => activityOf(row, textOf(row, "activitytypecode") as ActivityKind)),
  ].toSorted((a, b) => b.modified.localeCompare(a.modified));
}

const required = 5;
const optional = 6;

function activityOf(row: Row, kind: ActivityKind): Activity {
  const parties = (row["appointment_activity_parties"] ?? []) as readonly Row[];
  return {
    id: textOf(row, "activityid"),
    kind,
    subject: textOf(row, "subject"),
    description: textOf(row, "description"),
    location: textOf(row, "location"),
    start: textOf(row, "scheduledstart"),
    end: textOf(row, "scheduledend") || textOf(row, "actualend"),
    modified: textOf(row, "modifiedon"),
    state: states[Number(row["statecode"])] ?? "open",
    owner: labelOf(row, "_ownerid_value"),
    participants: parties
      .filter((party) => [required, optional].includes(Number(party["participationtypemask"])))
      .map((party) => textOf(party, "partyidname") || textOf(party, "addressused")),
  };
}
