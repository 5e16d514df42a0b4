/** What Coconut finds wrong in a booking, with the place in the pane's request. */
import type { CoconutProblem } from "../coconut/errors.ts";
import type { BookingIssue } from "./request.ts";

const names = new Map([
  ["location_id", "location"],
  ["service_id", "service"],
  ["staff_id", "staff"],
  ["meeting_method", "method"],
  ["supported_locale", "language"],
  ["first_name", "firstName"],
  ["last_name", "lastName"],
  ["cell_phone", "cellPhone"],
  ["lang", "language"],
]);

/** Parts of the JSON pointer that have no counterpart in our request. */
const levels = new Set(["data", "attributes", "relationships", "value"]);

/** One issue for each problem. */
export function toIssues(problems: readonly CoconutProblem[]): readonly BookingIssue[] {
  return problems.map(({ pointer = "", detail }) => ({ path: toPath(pointer), message: detail }));
}

/** `/data/relationships/attendees/data/0/attributes/cell_phone` → `attendees.0.cellPhone` */
function toPath(pointer: string): string {
  const words = pointer.split("/").filter((word) => word !== "" && !levels.has(word));
  return words.map((word) => names.get(word) ?? word).join(".");
}
