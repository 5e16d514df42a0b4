/** Reads the history of one run of `syncAppointment`: how it began, how it ended, what it was told in between. */
import { type Client, isGrpcServiceError } from "@temporalio/client";
import type { CoconutEvent } from "../appointments/events.ts";
import type { LeftState, Memory } from "../appointments/memory.ts";

/** Names one run. */
export interface RunId {
  readonly workflowId: string;
  readonly runId: string;
}

/** Of what a run started with: what the next run has to know. `previousRunId`: see the Workflow's own input. */
export interface RunStart {
  readonly tenant: string;
  readonly appointmentId: string;
  readonly previousRunId?: string;
  readonly carried?: {
    readonly state: LeftState & { readonly syncState: string };
    readonly pending: readonly CoconutEvent[];
    readonly newest?: CoconutEvent;
  };
}

/** What a completed run returned. Runs of earlier versions return no memory. */
export interface RunResult {
  readonly activityId: string | null;
  readonly memory?: Memory;
}

/** What a run was told, in order. `syncState`: it has set its Search Attribute to this. */
export type Told =
  | { readonly kind: "event"; readonly value: unknown }
  | { readonly kind: "syncState"; readonly value: unknown };

/** The history of one run; undefined or nothing once Temporal has deleted it. */
export interface RunHistory {
  start(): Promise<RunStart | undefined>;
  /** Undefined unless the run has completed. */
  result(): Promise<RunResult | undefined>;
  told(): AsyncGenerator<Told>;
}

/** As `messages.ts` and `search-attributes.ts` of the Workflows define them. */
const signalName = "appointmentChanged";
const syncStateAttribute = "SyncState";

/** A delivery has at most 256 kB: a page stays well below what gRPC transports and a worker holds. */
const eventsPerPage = 40;

/** HistoryEventFilterType: only the event that ended the run, or the last one. */
const closeEvent = 2;

type Page = Awaited<ReturnType<Client["workflowService"]["getWorkflowExecutionHistory"]>>;
type HistoryEvent = NonNullable<NonNullable<Page["history"]>["events"]>[number];
type Payload = Parameters<Client["options"]["loadedDataConverter"]["payloadConverter"]["fromPayload"]>[0];

/** Reads by the client's connection, a page at a time: a history can have 50 MB. */
export function createRunHistory(client: Client, execution: RunId): RunHistory {
  const { payloadConverter } = client.options.loadedDataConverter;
  const decode = (payload: Payload | null | undefined): unknown =>
    payload ? payloadConverter.fromPayload(payload) : undefined;

  async function read(request: object): Promise<Page | undefined> {
    try {
      const { namespace } = client.options;
      return await client.workflowService.getWorkflowExecutionHistory({ namespace, execution, ...request });
    } catch (error) {
      if (isGrpcServiceError(error) && error.code === notFound) return undefined;
      throw error;
    }
  }

  return {
    async start() {
      const page = await read({ maximumPageSize: 1 });
      const started = page?.history?.events?.[0]?.workflowExecutionStartedEventAttributes;
      return decode(started?.input?.payloads?.[0]) as RunStart | undefined;
    },
    async result() {
      const page = await read({ historyEventFilterType: closeEvent });
      const completed = page?.history?.events?.at(-1)?.workflowExecutionCompletedEventAttributes;
      return decode(completed?.result?.payloads?.[0]) as RunResult | undefined;
    },
    async *told() {
      let nextPageToken: Uint8Array | null | undefined;
      do {
        const page: Page | undefined = await read({ maximumPageSize: eventsPerPage, nextPageToken });
        yield* (page?.history?.events ?? []).flatMap((event) => toldBy(event, decode));
        nextPageToken = page?.nextPageToken;
      } while (nextPageToken?.length);
    },
  };
}

/** gRPC: NOT_FOUND. */
const notFound = 5;

function toldBy(event: HistoryEvent, decode: (payload: Payload | undefined) => unknown): Told[] {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal?.signalName === signalName) {
    return [{ kind: "event", value: decode(signal.input?.payloads?.[0]) }];
  }
  const { searchAttributes } = event.upsertWorkflowSearchAttributesEventAttributes ?? {};
  const syncState = searchAttributes?.indexedFields?.[syncStateAttribute];
  return syncState ? [{ kind: "syncState", value: decode(syncState) }] : [];
}
