/** What an appointment looks like, in 64 characters: equal means there is nothing to write. */
import { createHash } from "node:crypto";
import type { Appointment } from "../appointments/appointment.ts";

/**
 * SHA-256 (hex) of the appointment without its bookkeeping times, whatever the order of its keys. Where it was
 * booked from is left out too: not every event of an appointment says so.
 */
export function fingerprintOf(appointment: Appointment): string {
  const { createdAt: _createdAt, updatedAt: _updatedAt, bookedFrom: _bookedFrom, ...content } = appointment;
  return digestOf(content);
}

/** SHA-256 (hex) of plain data, whatever the order of its keys. */
export function digestOf(value: unknown): string {
  return sha256(JSON.stringify(sorted(value)));
}

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
