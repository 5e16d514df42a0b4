/** The server's metrics, in Prometheus' format. Labels are outcomes, never ids or personal data. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { BookingOutcome } from "./booking/request.ts";
import type { LoginOutcome } from "./pane/login/attempts.ts";

/** How a delivery was answered; every delivery is counted exactly once. */
export type DeliveryOutcome =
  | "accepted"
  | "ignored"
  | "malformed"
  | "unauthorized"
  | "too_large"
  | "wrong_type"
  | "unavailable"
  | "failed";

/** Counts, and renders the counts. */
export interface Metrics {
  countDelivery(outcome: DeliveryOutcome, seconds: number): void;
  countLogin(outcome: LoginOutcome): void;
  /** Asking again with the same key counts again. */
  countBooking(result: BookingOutcome["kind"]): void;
  /** Content type and text of `GET /metrics`. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Begins at zero, with the metrics of Node.js beside ours. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const createCounter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ["outcome"] as const, registers: [registry] });
  const deliveries = createCounter("coconut_deliveries_total", "Deliveries by how they were answered");
  const answerSeconds = new Histogram({
    name: "coconut_delivery_answer_seconds",
    help: "Time from a delivery's arrival to its answer",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
    registers: [registry],
  });
  const logins = createCounter("coconut_pane_logins_total", "Tries to log in at the pane by how they ended");
  const bookings = createCounter(
    "coconut_pane_bookings_total",
    "Bookings asked for in the pane by what became of them",
  );
  return {
    countLogin: (outcome) => logins.inc({ outcome }),
    countBooking: (outcome) => bookings.inc({ outcome }),
    countDelivery(outcome, seconds) {
      deliveries.inc({ outcome });
      answerSeconds.observe(seconds);
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
