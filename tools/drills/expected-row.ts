/** The row that Dynamics should have of an appointment, from the delivery of its last state alone. */
import { fieldsOf } from "../../src/appointments/fields.ts";
import { defaultMapping, toColumns } from "../../src/appointments/mapping.ts";
import { regardingClient } from "../../src/appointments/appointment.ts";
import { readDelivery } from "../../src/coconut/read-delivery.ts";
import { defaultWireMap } from "../../src/coconut/wire-map.ts";
import type { Delivery } from "./bookings.ts";

/** A row of Dynamics by column, as the stand-in's control plane answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** `statecode` and `statuscode`: written down here once more, so that a mistake in the product's table is seen. */
const states: Readonly<Record<string, readonly [statecode: number, statuscode: number]>> = {
  Confirmed: [3, 5],
  Arrived: [3, 5],
  Completed: [1, 3],
  "No Show": [2, 4],
  Cancelled: [2, 4],
};

/**
 * The values of the columns that follow from the delivery: times and state as the drill made them up, texts by the product's
 * mapping, without any Workflow, retry or order of events.
 */
export function expectedColumns(delivery: Delivery): Row {
  const read = readDelivery(
    { body: delivery, rawBody: new Uint8Array(), signedId: delivery.id, receivedAt: new Date() },
    { tenant: delivery.tenant, wireMap: defaultWireMap },
  );
  if (read.kind !== "event")
    throw new Error(`the drill made a delivery that is ${read.kind}: ${delivery.id}`);
  const { appointment } = read.event;
  const { status, start, end } = delivery.data.attributes;
  const [statecode, statuscode] = states[status] ?? [];
  return {
    ...toColumns(defaultMapping.appointment, fieldsOf(appointment, regardingClient(appointment))),
    scheduledstart: start,
    scheduledend: end,
    statecode,
    statuscode,
  };
}

/** What differs between a row and the expected columns, in words; empty when they agree. */
export function differences(row: Row, expected: Row): string[] {
  return Object.entries(expected)
    .filter(([column, value]) => !isSame(column, row[column], value))
    .map(([column, value]) => `${column} is ${quote(row[column])} and should be ${quote(value)}`);
}

function isSame(column: string, stands: unknown, expected: unknown): boolean {
  if (!column.startsWith("scheduled")) return (stands ?? null) === (expected ?? null);
  return Date.parse(String(stands)) === Date.parse(String(expected));
}

function quote(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 120) ?? "nothing";
}
