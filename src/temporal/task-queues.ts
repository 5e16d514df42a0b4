/**
 * The Task Queues, by what their Workers do. Workflow code imports this file: it must import nothing. The names are known
 * to running Workflows and to operators, and never change.
 */
export const taskQueues = {
  workflows: "appointments",
  dynamicsActivities: "dynamics",
  coconutActivities: "coconut",
} as const;
