/** How long Activities wait between their tries, as the Workflow asks Temporal for it. */
import { expect } from "vitest";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

const test = testWithService();

test("each Activity is tried again after 1, 2, 4 … seconds, at most every half a minute, without end", async ({
  service,
  story,
}) => {
  const booking = bookingOf(newcomer("Retry"));
  await story.tellAndWait("appointment.created", booking);
  const { events } = await service.workflowOf(booking.id).fetchHistory();
  const scheduled = (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  expect(scheduled.map(({ activityType }) => activityType?.name)).toEqual([
    "findClient",
    "createLead",
    "saveAppointment",
  ]);
  for (const { retryPolicy } of scheduled) {
    expect(Number(retryPolicy?.initialInterval?.seconds)).toBe(1);
    expect(retryPolicy?.backoffCoefficient).toBe(2);
    expect(Number(retryPolicy?.maximumInterval?.seconds)).toBe(30);
    expect(Number(retryPolicy?.maximumAttempts)).toBe(0);
  }
});
