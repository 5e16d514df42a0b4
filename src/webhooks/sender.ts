/** A canonical event → its Workflow, by Signal-With-Start, within a time limit. */
import {
  type Client,
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowNotFoundError,
} from "@temporalio/client";
import { workflowIdFor } from "../appointments/ids.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import { appointmentChangedSignal } from "../workflows/messages.ts";
import { searchAttributesOf } from "../workflows/search-attributes.ts";
import type { syncAppointment } from "../workflows/sync-appointment.ts";

/** Temporal did not confirm. `isOurFault`: it answered, and asking again will not help until somebody mends it. */
export class NotConfirmedError extends Error {
  readonly isOurFault: boolean;

  constructor(message: string, isOurFault: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "NotConfirmedError";
    this.isOurFault = isOurFault;
  }
}

export interface EventSender {
  /** Resolves once Temporal has the event for good. @throws NotConfirmedError */
  send(event: CoconutEvent): Promise<{ readonly workflowId: string }>;
}

export interface EventSenderOptions {
  readonly temporal: Client;
  readonly settlePeriodMs: number;
  /** Senders of webhooks hang up after 3 s; an answer has to be on its way before. */
  readonly timeoutMs?: number | undefined;
}

export function createEventSender({
  temporal,
  settlePeriodMs,
  timeoutMs = 2_500,
}: EventSenderOptions): EventSender {
  return {
    async send(event) {
      const workflowId = workflowIdFor(event.tenant, event.appointment.id);
      const started = temporal.connection.withDeadline(Date.now() + timeoutMs, () =>
        temporal.workflow.signalWithStart<typeof syncAppointment, [CoconutEvent]>("syncAppointment", {
          workflowId,
          taskQueue: "appointments",
          args: [{ tenant: event.tenant, appointmentId: event.appointment.id, settlePeriodMs }],
          signal: appointmentChangedSignal,
          signalArgs: [event],
          // An event after settlement starts a new run; it finds the rows again by their ids.
          workflowIdReusePolicy: "ALLOW_DUPLICATE",
          typedSearchAttributes: searchAttributesOf(event, "Syncing"),
          staticSummary: `Coconut appointment ${event.appointment.id}`,
        }),
      );
      await withinLimit(started, timeoutMs + 200);
      return { workflowId };
    },
  };
}

/** A call to a server that is away outlives its own deadline, so the clock here has the last word. */
async function withinLimit(call: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new NotConfirmedError(`Temporal did not confirm within ${limitMs} ms`, false)),
      limitMs,
    );
  });
  try {
    await Promise.race([call, limit]);
  } catch (error) {
    throw error instanceof NotConfirmedError ? error : toNotConfirmed(error);
  } finally {
    clearTimeout(timer);
    call.catch(() => undefined);
  }
}

/** gRPC codes that say "not like this": INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED. */
const ourFault: ReadonlySet<number> = new Set([3, 7, 16]);

function toNotConfirmed(error: unknown): NotConfirmedError {
  const cause = error instanceof ServiceError ? error.cause : error;
  const code: number | undefined = isGrpcServiceError(cause) ? cause.code : undefined;
  // The SDK turns NOT_FOUND into errors of its own.
  const isMissing = error instanceof NamespaceNotFoundError || error instanceof WorkflowNotFoundError;
  const isOurFault = isMissing || (code !== undefined && ourFault.has(code));
  const what = isOurFault ? "Temporal refused the event" : "Temporal could not be reached";
  const why = isMissing ? error.name : `gRPC code ${code ?? "none"}`;
  return new NotConfirmedError(`${what} (${why})`, isOurFault, { cause: error });
}
