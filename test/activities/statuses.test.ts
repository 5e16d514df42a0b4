/** What the worker makes of a status that was unknown when the event was taken in. */
import { expect, test } from "vitest";
import { MappingError } from "../../src/activities/failures.ts";
import { readStatuses } from "../../src/activities/statuses.ts";
import { defaultMapping } from "../../src/appointments/mapping.ts";
import { annLee, canonicalAppointment } from "../helpers/canonical.ts";

const unknown = { status: "unknown", rawStatus: "Checked-In" } as const;
const mapping = { ...defaultMapping, statusWords: { "checked in": "arrived", annulé: "cancelled" } } as const;

test("words that were mapped since are read, of the appointment and of its attendees", async () => {
  const bob = { ...annLee, id: "9002", status: "unknown", rawStatus: "Annulé" } as const;
  const appointment = canonicalAppointment({ ...unknown, attendees: [annLee, bob] });
  const read = await readStatuses({ appointment }, { mapping });
  expect(read).toEqual({
    ...appointment,
    status: "arrived",
    attendees: [annLee, { ...bob, status: "cancelled" }],
  });
});

test("a word that is known already is left alone, whatever the mapping says of it now", async () => {
  const appointment = canonicalAppointment({ status: "cancelled", rawStatus: "Checked-In" });
  expect(await readStatuses({ appointment }, { mapping })).toEqual(appointment);
});

test("a word that nobody has mapped is asked about; an attendee's is not", async () => {
  const lone = canonicalAppointment(unknown);
  await expect(readStatuses({ appointment: lone }, { mapping: defaultMapping })).rejects.toThrow(
    MappingError,
  );
  const bob = { ...annLee, id: "9002", status: "unknown", rawStatus: "Waitlisted" } as const;
  const guest = canonicalAppointment({ attendees: [annLee, bob] });
  expect(await readStatuses({ appointment: guest }, { mapping: defaultMapping })).toEqual(guest);
});

test("an appointment that all its attendees cancelled is cancelled, whatever its own word", async () => {
  const appointment = canonicalAppointment({ ...unknown, attendees: [{ ...annLee, status: "cancelled" }] });
  expect(await readStatuses({ appointment }, { mapping: defaultMapping })).toEqual(appointment);
});
