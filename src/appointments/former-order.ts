/**
 * The order of events by which runs decided that versions up to 0.2.0 began: their histories replay by it. To be deleted with
 * the patch `later-arrival-is-newer`.
 */
import type { CoconutEvent } from "./events.ts";
import type { Position } from "./order.ts";

/** Where an event stands, most significant part first. */
export type FormerPosition = readonly [
  sequence: number,
  changedAtMs: number,
  kindRank: number,
  occurredAtMs: number,
  eventId: string,
];

const none = -1;
const dayMs = 86_400_000;

/** The event's place in that order. */
export function formerPositionOf(event: CoconutEvent): FormerPosition {
  const { sequence = none, appointment, occurredAt, receivedAt, eventId } = event;
  const told = Date.parse(appointment.updatedAt ?? occurredAt);
  const received = Date.parse(receivedAt);
  const changedAt = told > received + dayMs ? received : told;
  return [sequence, changedAt, kindRank(event), Date.parse(occurredAt), eventId];
}

function kindRank({ type, appointment }: CoconutEvent): number {
  if (type === "appointment.cancelled" || appointment.status === "cancelled") return 2;
  return type === "appointment.created" || type === "walkin.created" ? 0 : 1;
}

/** Whether an event is not newer than the newest one that was taken up. */
export function isStaleByFormerOrder(event: CoconutEvent, newest: FormerPosition): boolean {
  for (const [index, ours] of formerPositionOf(event).entries()) {
    const theirs = newest[index];
    if (theirs !== undefined && ours !== theirs) return ours < theirs;
  }
  return true;
}

/** A watermark of any version, as it is kept now. */
export function readWatermark(watermark: Position | FormerPosition): Position {
  return isFormer(watermark) ? fromFormer(watermark) : watermark;
}

/** Whether a run of an earlier version has handed the watermark on. */
export function isFormer(watermark: Position | FormerPosition | undefined): watermark is FormerPosition {
  return Array.isArray(watermark);
}

/** The position as it is kept now. When the event arrived is not known; a time far ahead had been corrected. */
function fromFormer([sequence, changedAt, , occurredAt]: FormerPosition): Position {
  const receivedAt = Math.max(changedAt, occurredAt);
  return { ...(sequence !== none && { sequence }), changedAt, occurredAt, receivedAt };
}
