/** What the server counts, in Prometheus' words. Labels are outcomes, never ids or people. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

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

export interface Metrics {
  countDelivery(outcome: DeliveryOutcome, seconds: number): void;
  /** Content type and text of `GET /metrics`. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: "coconut_deliveries_total",
    help: "Deliveries by how they were answered",
    labelNames: ["outcome"] as const,
    registers: [registry],
  });
  const answerSeconds = new Histogram({
    name: "coconut_delivery_answer_seconds",
    help: "Time from a delivery's arrival to its answer",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
    registers: [registry],
  });
  return {
    countDelivery(outcome, seconds) {
      deliveries.inc({ outcome });
      answerSeconds.observe(seconds);
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
