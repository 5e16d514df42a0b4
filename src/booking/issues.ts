/** What Coconut finds wrong in a booking → the field of our own request that is meant. */
import type { CoconutProblem } from "../coconut/errors.ts";
import type { BookingIssue } from "./request.ts";

/** Coconut's name of a field → ours. Fields that are not listed have the same name. */
const fieldNames = new Map([
  ["location_id", "location"],
  ["service_id", "service"],
  ["staff_id", "staff"],
  ["meeting_method", "method"],
  ["supported_locale", "language"],
  ["first_name", "firstName"],
  ["last_name", "lastName"],
  ["cell_phone", "cellPhone"],
  ["lang", "language"],
  ["question_id", "questionId"],
]);

/** Levels of JSON:API, which our request does not have. */
const omitted = new Set(["data", "attributes", "relationships"]);

/** Turns Coconut's problems into issues of our request; the path is "" where Coconut names no field. */
export function toIssues(problems: readonly CoconutProblem[]): readonly BookingIssue[] {
  return problems.map(({ pointer = "", detail }) => ({ path: toPath(pointer), message: detail }));
}

/** `/data/relationships/attendees/data/0/attributes/cell_phone` → `attendees.0.cellPhone` */
function toPath(pointer: string): string {
  const parts = pointer.split("/").filter((part) => part !== "" && !omitted.has(part));
  return parts.map((part) => fieldNames.get(part) ?? part).join(".");
}
