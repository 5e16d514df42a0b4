/** The texts that the demo prints. No line is longer than the screen is wide. */
import { staffPassword } from "../directory.ts";
import { link, paint, type Screen, wrap } from "./screen.ts";
import type { BookedRow, Retry, Row } from "./stage.ts";

/** A scene's number and title. */
export function formatTitle(screen: Screen, number: number, title: string): string {
  return paint(screen, "bold", wrap(screen, title, `${number}. `));
}

/** Something that happens while a scene is played. */
export function formatNote(screen: Screen, words: string): string {
  return wrap(screen, words, "   … ");
}

/** A failed attempt of an Activity, and when the next one comes. */
export function formatRetry({ activity, failure, attempt, nextInMs }: Retry): string {
  return `${activity} failed with ${failure}: attempt ${attempt}, next in ${Math.ceil(nextInMs / 1000)} s`;
}

/** How a scene ended, and the appointments it was about. */
export interface SceneResult {
  readonly isRight: boolean;
  readonly seen: string;
  readonly seconds: number;
  readonly appointments: readonly { readonly id: string; readonly workflowUrl: string | undefined }[];
}

/** Whether a scene's outcome was right, with links from its appointments to their Workflows. */
export function formatResult(screen: Screen, { isRight, seen, seconds, appointments }: SceneResult): string {
  const words = wrap(screen, isRight ? seen : `not so: ${seen}`, "   ✓ ");
  const mark = isRight ? paint(screen, "green", "✓") : paint(screen, "red", "✗");
  const ids = appointments.map(({ id, workflowUrl }) => link(screen, id, workflowUrl)).join(" and ");
  const plural = appointments.length === 1 ? "" : "s";
  return `${words.replace("✓", mark)}\n${paint(screen, "dim", `     appointment${plural} ${ids}, ${seconds.toFixed(1)} s`)}`;
}

const stateLabels: Readonly<Record<string, string>> = {
  0: "Open",
  1: "Completed",
  2: "Canceled",
  3: "Scheduled",
};

interface Column {
  readonly heading: string;
  readonly width: number;
  readonly read: (shown: BookedRow) => string;
}

const columns: readonly Column[] = [
  { heading: "Regarding", width: 14, read: ({ row }) => label(row, "_regardingobjectid_value") },
  { heading: "Subject", width: 16, read: ({ row }) => text(row["subject"]) },
  { heading: "Start (UTC)", width: 16, read: ({ row }) => formatTime(text(row["scheduledstart"])) },
  { heading: "State", width: 9, read: ({ row }) => stateLabels[text(row["statecode"])] ?? "?" },
  { heading: "Owner", width: 14, read: ({ row }) => label(row, "_ownerid_value") },
];
/** Shown on screens of 100 columns and more. */
const idColumn: Column = {
  heading: "In Coconut",
  width: 11,
  read: ({ appointmentId }) => appointmentId ?? "",
};

/** The appointments as they stand in Dynamics, as a table in the given order. */
export function formatAppointments(screen: Screen, rows: readonly BookedRow[]): string {
  const shown = screen.columns < 100 ? columns : [...columns, idColumn];
  const line = (read: (column: Column) => string) =>
    `  ${shown.map((column) => fit(read(column), column.width)).join("  ")}`.trimEnd();
  const heading = paint(
    screen,
    "dim",
    line((column) => column.heading),
  );
  return [heading, ...rows.map((row) => line((column) => column.read(row)))].join("\n");
}

function fit(words: string, width: number): string {
  return words.length > width ? `${words.slice(0, width - 1)}…` : words.padEnd(width);
}

function formatTime(instant: string): string {
  return instant.replace("T", " ").slice(0, 16);
}

function label(row: Row, column: string): string {
  return text(row[`${column}@OData.Community.Display.V1.FormattedValue`] ?? row[column]);
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What can be opened when the story is over. URLs have no slash at the end. */
export interface Places {
  readonly dynamicsUrl: string;
  readonly dataverseUrl: string;
  readonly coconutUrl: string;
  readonly serverUrl: string;
  readonly login: "password" | "sso";
  /** Undefined where the Temporal server is not the demo's own. */
  readonly temporal:
    | { readonly all: string; readonly needsAttention: string; readonly newest: string }
    | undefined;
}

/** What to try and what to open when the story is over. */
export function formatPlaces(screen: Screen, places: Places): string {
  const { dynamicsUrl, dataverseUrl, coconutUrl, serverUrl, login, temporal } = places;
  const bold = (words: string) => paint(screen, "bold", words);
  const dim = (words: string) => paint(screen, "dim", words);
  const how = `Open a lead, choose Create Appointment, log in as dana.roy@acme.example with the password ${staffPassword}, book, and watch the timeline.`;
  const again = "Log in from another lead: nothing is asked a second time.";
  return `${bold("Book from a lead")}
  ${dynamicsUrl}/
${wrap(screen, login === "sso" ? `${how} ${again}` : how, "  ")}

${bold("Send more")}
  ${coconutUrl}/   ${dim("(a page: book, move and cancel there)")}
  curl -s ${coconutUrl}/sandbox/appointments \\
    -H 'content-type: application/json' \\
    -d '{"firstName":"Lea","lastName":"Novak","email":"lea@example.com"}'

${bold("Look behind it")}
  Rows of Dynamics  ${dataverseUrl}/
  Server's health   ${serverUrl}/health/ready

${bold("See the Workflows in the Temporal UI")}
${
  temporal === undefined
    ? `  that of your own Temporal server; filter by SyncState = "NeedsAttention"`
    : `  All               ${temporal.all}
  Needs attention   ${temporal.needsAttention}
  The newest        ${temporal.newest}`
}

${dim("Ctrl-C ends everything.")}`;
}
