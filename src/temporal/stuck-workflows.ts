/**
 * Workflows whose Workflow Tasks fail again and again. Temporal retries such a task for ever; after five failures in a row
 * (by its own default) it names the cause in a Search Attribute of its own, and removes that when a task succeeds.
 */
import { Client, type ConnectionLike } from "@temporalio/client";
import { callTemporal, grpcCodeOf } from "./calls.ts";

/** One such Workflow: `cause` as Temporal names it, `reason` in Temporal's own sentence where that quotes no content. */
export interface StuckWorkflow {
  readonly workflowId: string;
  readonly runId: string;
  readonly cause: string;
  readonly reason?: string;
}

/** Where to look. */
export interface StuckWorkflowsOptions {
  readonly connection: ConnectionLike;
  readonly namespace: string;
  readonly taskQueue: string;
}

const timeoutMs = 10_000;
const mostNamed = 50;
const invalidArgument = 3;

/** An exception of Workflow code may quote what it worked on. */
const quotesContent = "WorkflowWorkerUnhandledFailure";

/**
 * At most 50 of them; undefined where this Temporal is too old to know (before 1.30).
 *
 * @throws the error of the call
 */
export async function findStuckWorkflows(
  options: StuckWorkflowsOptions,
  known: ReadonlyMap<string, StuckWorkflow>,
): Promise<StuckWorkflow[] | undefined> {
  const { connection, namespace, taskQueue } = options;
  const { workflow } = new Client({ connection, namespace });
  const query = `TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running" AND TemporalReportedProblems IS NOT NULL`;

  async function find(): Promise<StuckWorkflow[]> {
    const found: StuckWorkflow[] = [];
    for await (const { workflowId, runId, searchAttributes } of workflow.list({
      query,
      pageSize: mostNamed,
    })) {
      const problems = (searchAttributes["TemporalReportedProblems"] ?? []).map(String);
      const cause = wordOf(problems, "cause") ?? wordOf(problems, "category") ?? "Unknown";
      const before = known.get(runId);
      found.push(before?.cause === cause ? before : { workflowId, runId, cause, ...(await reasonOf(cause)) });
      if (found.length === mostNamed) break;

      async function reasonOf(why: string): Promise<{ reason?: string }> {
        if (why === quotesContent) return {};
        const { history } = await connection.workflowService.getWorkflowExecutionHistoryReverse({
          namespace,
          execution: { workflowId, runId },
          maximumPageSize: 20,
        });
        const failed = history?.events?.find((event) => event.workflowTaskFailedEventAttributes);
        const message = failed?.workflowTaskFailedEventAttributes?.failure?.message;
        return message ? { reason: message } : {};
      }
    }
    return found;
  }

  try {
    return await callTemporal(connection, timeoutMs, find);
  } catch (error) {
    if (grpcCodeOf(error) === invalidArgument) return undefined;
    throw error;
  }
}

/** `cause=WorkflowTaskFailedCauseNonDeterministicError` → `NonDeterministicError` */
function wordOf(problems: readonly string[], key: string): string | undefined {
  const problem = problems.find((text) => text.startsWith(`${key}=`));
  return problem?.slice(key.length + 1).replace(/^WorkflowTask(?:Failed|TimedOut)Cause/, "");
}
