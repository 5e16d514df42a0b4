/** Whether the namespace exists and has the Search Attributes: without them Temporal refuses events and Workflow Tasks. */
import type { Connection } from "@temporalio/client";
import { describeFailure, grpcCodeOf } from "./calls.ts";

/** What Connection and NativeConnection have in common. */
export type CheckedConnection = Pick<
  Connection,
  "healthService" | "operatorService" | "workflowService" | "withDeadline"
>;

/** The namespace, and the names and types of what has to be registered in it. */
export interface SetupOptions {
  readonly namespace: string;
  readonly searchAttributes: readonly { readonly name: string; readonly type: string }[];
}

/** temporal.api.enums.v1.IndexedValueType, by the names that the command line takes. */
const typeNames = [
  "Unspecified",
  "Text",
  "Keyword",
  "Int",
  "Double",
  "Bool",
  "Datetime",
  "KeywordList",
] as const;

const code = { notFound: 5, permissionDenied: 7, unimplemented: 12, unauthenticated: 16 } as const;

/** While something is missing somebody is about to repair it; what is there seldom goes. */
const [askAgainMs, askAgainWhenCompleteMs] = [15_000, 3_600_000];

/** The check asks seldom and returns what is missing, in words. @throws what the calls throw when Temporal is away. */
export function createSetupCheck(
  connection: CheckedConnection,
  { namespace, searchAttributes }: SetupOptions,
): () => Promise<readonly string[]> {
  let last: { readonly at: number; readonly missing: readonly string[] } | undefined;

  async function findMissing(): Promise<readonly string[]> {
    try {
      await connection.workflowService.describeNamespace({ namespace });
    } catch (error) {
      const is = grpcCodeOf(error);
      if (is === code.notFound) {
        return [`Namespace ${namespace} does not exist in Temporal: create it, or set TEMPORAL_NAMESPACE`];
      }
      if (is === code.permissionDenied || is === code.unauthenticated) {
        return [`Temporal refuses us access to namespace ${namespace} (${describeFailure(error)})`];
      }
      throw error;
    }
    const registered = await readRegistered();
    return registered === undefined ? [] : searchAttributes.flatMap((wanted) => compare(wanted, registered));
  }

  /** Undefined where nobody may ask: Temporal Cloud does not offer this service. */
  async function readRegistered(): Promise<ReadonlyMap<string, number> | undefined> {
    try {
      const { customAttributes, systemAttributes } = await connection.operatorService.listSearchAttributes({
        namespace,
      });
      return new Map(Object.entries({ ...systemAttributes, ...customAttributes }));
    } catch (error) {
      const is = grpcCodeOf(error);
      if (is === code.unimplemented || is === code.permissionDenied || is === code.unauthenticated) return;
      throw error;
    }
  }

  function compare(
    wanted: { name: string; type: string },
    registered: ReadonlyMap<string, number>,
  ): string[] {
    const { name } = wanted;
    const type =
      typeNames.find((known) => known.toUpperCase() === wanted.type.replace("_", "")) ?? wanted.type;
    const found = registered.get(name);
    if (found === undefined) {
      const command = `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`;
      return [`Search Attribute ${name} is not registered in namespace ${namespace}: ${command}`];
    }
    if (typeNames[found] === type) return [];
    return [
      `Search Attribute ${name} in namespace ${namespace} is of type ${typeNames[found] ?? found} and must be ${type}`,
    ];
  }

  return async () => {
    const keptForMs = last?.missing.length === 0 ? askAgainWhenCompleteMs : askAgainMs;
    if (last === undefined || performance.now() - last.at > keptForMs) {
      last = { at: performance.now(), missing: await findMissing() };
    }
    return last.missing;
  };
}
