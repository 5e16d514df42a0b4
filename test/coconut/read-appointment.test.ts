/** Coconut's answer to a booking is the appointment alone, without the event around it that a delivery has. */
import { expect, test } from "vitest";
import { readAppointment } from "../../src/coconut/read-appointment.ts";
import { created, eventOf } from "./delivery.ts";

const reader = { tenant: "acme", wireMap: {} };
const alone = { id: undefined, event: undefined, occurred_at: undefined, tenant: undefined };

test("an appointment without an event around it is read as the same appointment", () => {
  const document = created(alone) as Record<string, unknown>;
  const read = readAppointment(document, "appointment.created", reader);
  const { appointment } = eventOf(created());
  expect(read).toEqual({ kind: "appointment", appointment, leftOut: [] });
});

test("what a document says of itself does not count: it may be an event, and of another tenant", () => {
  const document = created({ event: "appointment.cancelled", tenant: "other" }) as Record<string, unknown>;
  const read = readAppointment(document, "appointment.created", reader);
  expect(read).toMatchObject({ kind: "appointment", appointment: { status: "confirmed" } });
});

test("what cannot be read is named by its path", () => {
  const document = created({ ...alone, "data.attributes.start": "soon" }) as Record<string, unknown>;
  expect(readAppointment(document, "appointment.created", reader)).toEqual({
    kind: "malformed",
    issues: ["data.attributes.start: is not a date and time such as 2026-03-10 10:00:00"],
  });
  expect(readAppointment({}, "appointment.created", reader)).toEqual({
    kind: "malformed",
    issues: ["data: is not a JSON:API appointment"],
  });
});
