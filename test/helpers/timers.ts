/** The timers of a Workflow, from its Event History. */
import type { WorkflowHandle } from "@temporalio/client";
import { tsToMs } from "@temporalio/common/lib/time.js";

export interface Timer {
  readonly startedAt: number;
  /** When it is to fire, whether it did or not. */
  readonly firesAt: number;
}

/** In the order they were started, by the Workflow's own clock. */
export async function timersOf(handle: Pick<WorkflowHandle, "fetchHistory">): Promise<readonly Timer[]> {
  const events = (await handle.fetchHistory()).events ?? [];
  const withId = (id: unknown) => events.find(({ eventId }) => String(eventId) === String(id));
  return events.flatMap(({ timerStartedEventAttributes: timer }) => {
    if (!timer) return [];
    // A Workflow's clock stands still while it works: at the beginning of the Workflow Task.
    const task = withId(timer.workflowTaskCompletedEventId)?.workflowTaskCompletedEventAttributes;
    const startedAt = tsToMs(withId(task?.startedEventId)?.eventTime);
    return { startedAt, firesAt: startedAt + tsToMs(timer.startToFireTimeout) };
  });
}
