import { isGrpcServiceError, type Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";

/** The names of search attributes and their types. */
export type SearchAttributes = Readonly<Record<string, "Keyword" | "Datetime">>;

// temporal.api.enums.v1.IndexedValueType
const indexedValueType = { Keyword: 2, Datetime: 6 } as const;
const alreadyExists = 6;

/**
 * Adds a namespace to a running server; about 20 ms against a dev server, so every test can have its own.
 * Better one at a time: concurrent changes collide in the server, and the connection has to retry them.
 */
export async function createNamespace(
  connection: Connection,
  namespace: string,
  searchAttributes: SearchAttributes = {},
): Promise<void> {
  try {
    const workflowExecutionRetentionPeriod = msToTs("1 day");
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  } catch (error) {
    // The connection retries by itself; an earlier try may have succeeded without our hearing of it.
    const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
    if (code !== alreadyExists) throw error;
  }
  if (Object.keys(searchAttributes).length > 0) {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(
        Object.entries(searchAttributes).map(([name, type]) => [name, indexedValueType[type]]),
      ),
    });
  }
  await checkNamespace(connection, namespace, searchAttributes);
}

/** Resolves when a Workflow with these search attributes can be started and found there; throws until then. */
export async function checkNamespace(
  connection: Connection,
  namespace: string,
  searchAttributes: SearchAttributes,
): Promise<void> {
  // A query that names every attribute is refused until the server has learnt all of them.
  const query = Object.keys(searchAttributes)
    .map((name) => `${name} IS NULL`)
    .join(" AND ");
  await connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 });
}
