/** A Workflow of the tests: one Activity of the product, with a priority. */
import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../src/activities/index.ts";

export async function lookUpWithPriority(email: string, priorityKey: number): Promise<void> {
  const { findClient } = proxyActivities<Activities>({
    taskQueue: "dynamics",
    startToCloseTimeout: "15 seconds",
    priority: { priorityKey },
  });
  await findClient({ attendees: [], staffEmails: [email] });
}
