/** Digests: two appointments with the same one are equal, so there is nothing to write. */
import { createHash } from "node:crypto";
import type { Appointment } from "../appointments/appointment.ts";

/**
 * SHA-256 (hex) of the appointment, whatever the order of its keys; without its bookkeeping times, and without the row
 * booked from, which not every event names.
 */
export function fingerprintOf(appointment: Appointment): string {
  const { createdAt: _createdAt, updatedAt: _updatedAt, bookedFrom: _bookedFrom, ...content } = appointment;
  return digestOf(content);
}

/** SHA-256 (hex) of plain data, whatever the order of its keys. */
export function digestOf(value: unknown): string {
  return sha256(JSON.stringify(sorted(value)));
}

/** SHA-256 (hex). */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
