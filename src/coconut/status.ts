/** Coconut's statuses, in any spelling. */
import type { AppointmentStatus } from "../appointments/appointment.ts";

const spellings = new Map<string, AppointmentStatus>([
  ["confirmed", "confirmed"],
  ["arrived", "arrived"],
  ["inprogress", "in_progress"],
  ["served", "served"],
  ["completed", "completed"],
  ["complete", "completed"],
  ["noshow", "no_show"],
  ["cancelled", "cancelled"],
  ["canceled", "cancelled"],
]);

/** Our status for a spelling. `unknown` is no error here: the operator adds the spelling to the wire map and retries. */
export function readStatus(
  text: string,
  statuses: Readonly<Record<string, AppointmentStatus>> | undefined,
): AppointmentStatus {
  const spelling = fold(text);
  const own = Object.entries(statuses ?? {}).find(([theirs]) => fold(theirs) === spelling);
  return own?.[1] ?? spellings.get(spelling) ?? "unknown";
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, "");
}
