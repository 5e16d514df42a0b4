/** Which of Coconut's words for a status are understood, and what becomes of the others. */
import { describe, expect, test } from "vitest";
import { created, eventOf, leftOutOf } from "./delivery.ts";

const field = "data.attributes.status";

describe("a status", () => {
  test.each([
    ["Confirmed", "confirmed"],
    ["ARRIVED", "arrived"],
    ["In Progress", "in_progress"],
    ["in-progress", "in_progress"],
    ["in_progress", "in_progress"],
    ["Served", "served"],
    ["Completed", "completed"],
    ["No Show", "no_show"],
    ["No-Show", "no_show"],
    ["noshow", "no_show"],
    ["Cancelled", "cancelled"],
    ["canceled", "cancelled"],
    ["Rescheduled", "unknown"],
    [3, "unknown"],
  ])("%s is %s, and Coconut's own spelling is kept", (raw, status) => {
    expect(eventOf(created({ [field]: raw })).appointment).toMatchObject({ status, rawStatus: String(raw) });
  });

  test("is named by the wire map first, words and numbers, in any case", () => {
    const wireMap = { statuses: { "3": "served", "checked in": "arrived", completed: "served" } } as const;
    const statusOf = (raw: unknown) => eventOf(created({ [field]: raw }), wireMap).appointment.status;
    expect(statusOf(3)).toBe("served");
    expect(statusOf("Checked-In")).toBe("arrived");
    expect(statusOf("Completed")).toBe("served");
    expect(statusOf("Confirmed")).toBe("confirmed");
  });

  test("is kept up to 100 characters when nobody knows it", () => {
    const { rawStatus, status } = eventOf(created({ [field]: "x".repeat(500) })).appointment;
    expect({ rawStatus, status }).toEqual({ rawStatus: "x".repeat(100), status: "unknown" });
  });

  test.each([
    ["appointment.created", "confirmed"],
    ["walkin.created", "confirmed"],
    ["appointment.cancelled", "cancelled"],
  ])("of %s goes without saying", (event, status) => {
    expect(eventOf(created({ event, [field]: null })).appointment).toMatchObject({ status, rawStatus: "" });
  });

  test.each(["appointment.updated", "appointment.rescheduled", "attendee.cancelled", "walkin.updated"])(
    "of %s that is not sent is unknown, unless the wire map says what that means",
    (event) => {
      const silent = created({ event, [field]: "" });
      expect(eventOf(silent).appointment).toMatchObject({ status: "unknown", rawStatus: "" });
      const told = eventOf(silent, { statuses: { "": "confirmed" } });
      expect(told.appointment).toMatchObject({ status: "confirmed", rawStatus: "" });
    },
  );

  test("of a new booking that is no text is unknown: it may say anything", () => {
    const body = created({ [field]: { name: "Cancelled" } });
    expect(eventOf(body).appointment).toMatchObject({ status: "unknown", rawStatus: "" });
    expect(leftOutOf(body)).toEqual(["data.attributes.status: must be text"]);
  });

  test("of a cancellation is cancelled, whatever status was left in it", () => {
    const body = created({ event: "appointment.cancelled", [field]: "Confirmed" });
    expect(eventOf(body).appointment).toMatchObject({ status: "cancelled", rawStatus: "Confirmed" });
  });

  test("of an attendee is read the same way", () => {
    const { appointment } = eventOf(created({ "included.3.attributes.status": "Canceled" }));
    expect(appointment.attendees[0]?.status).toBe("cancelled");
  });

  test("of an attendee that nobody knows keeps its word, and its path is named", () => {
    const body = created({ "included.3.attributes.status": "Annul\u00e9" });
    expect(eventOf(body).appointment.attendees).toMatchObject([{ status: "unknown", rawStatus: "Annulé" }]);
    expect(leftOutOf(body)).toEqual(["included[3].attributes.status: is a status that nobody has mapped"]);
    const known = eventOf(body, { statuses: { annulé: "cancelled" } }).appointment.attendees[0];
    expect(known).toMatchObject({ status: "cancelled" });
    expect(known).not.toHaveProperty("rawStatus");
  });
});
