/** Which of two events of one appointment is the older (decision 13). Pure: runs inside the Workflow. */
import type { CoconutEvent } from "./events.ts";

/** Where an event stands among the changes of its appointment: times in milliseconds, as the sender told them. */
export interface Position {
  /** The sender's counter of events, where it has one; `beforeDeliveries` for the answer to a booking. */
  readonly sequence?: number;
  readonly changedAt: number;
  readonly occurredAt: number;
  /** By our clock. */
  readonly receivedAt: number;
}

/**
 * The sequence of Coconut's answer to a booking: it counts as older than every delivery of the appointment. The answer may
 * have no time of its own, and says less than a delivery.
 */
export const beforeDeliveries = -2;

/** The event's place in that order. */
export function positionOf({ sequence, appointment, occurredAt, receivedAt }: CoconutEvent): Position {
  return {
    ...(sequence !== undefined && { sequence }),
    changedAt: Date.parse(appointment.updatedAt ?? occurredAt),
    occurredAt: Date.parse(occurredAt),
    receivedAt: Date.parse(receivedAt),
  };
}

/**
 * Whether an event is older than one that arrived before it. Where the sender's counter and times do not tell the two apart,
 * it is not: the later arrival is the newer.
 */
export function isOlder(event: CoconutEvent, than: Position): boolean {
  const ours = positionOf(event);
  const isAnswer = ours.sequence === beforeDeliveries;
  if (isAnswer !== (than.sequence === beforeDeliveries)) return isAnswer;
  if (ours.sequence !== undefined && than.sequence !== undefined && ours.sequence !== than.sequence) {
    return ours.sequence < than.sequence;
  }
  if (ours.changedAt > than.changedAt) return false;
  if (ours.changedAt === than.changedAt) return isEarlier(ours, than, "occurredAt");
  if (isEarlier(ours, than, "changedAt")) return true;
  // The other's time of change is not believed; when it was told may be.
  return !isAhead(than, "occurredAt") && ours.changedAt < than.occurredAt;
}

/** Clocks differ by so much without anybody minding. */
const usualSkewMs = 5 * 60_000;

/**
 * A time of the other event that was in the future when it arrived must not hide what comes after it. But where both are
 * ahead by about as much, the sender's clock is, and it still orders its events.
 */
function isEarlier(ours: Position, than: Position, which: "changedAt" | "occurredAt"): boolean {
  if (ours[which] >= than[which]) return false;
  return !isAhead(than, which) || aheadMs(than, which) - aheadMs(ours, which) <= usualSkewMs;
}

function isAhead(position: Position, which: "changedAt" | "occurredAt"): boolean {
  return aheadMs(position, which) > usualSkewMs;
}

function aheadMs(position: Position, which: "changedAt" | "occurredAt"): number {
  return position[which] - position.receivedAt;
}
