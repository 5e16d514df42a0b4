/** What a drill is, and what it is given to work with. */
import type { Stack } from "../stack.ts";
import type { Bookings } from "./bookings.ts";
import type { Dynamics } from "./dynamics.ts";
import type { Invariant } from "./invariant.ts";
import type { Random } from "./random.ts";
import type { Sender } from "./sender.ts";
import type { Timeline } from "./timeline.ts";
import type { Watch } from "./watch.ts";
import type { WorkflowReader } from "./workflows.ts";

/** One drill: what it does to the product. What is checked of every row and every event at the end is the same for all. */
export interface Drill {
  readonly name: string;
  /** One sentence, for the report: what happens. */
  readonly story: string;
  /** What the size counts: "pairs of bookings". */
  readonly unit: string;
  readonly sizes: { readonly small: number; readonly full: number };
  /** After this long it is ended and judged as it stands. */
  readonly limitMinutes: { readonly small: number; readonly full: number };
  /** Temporal then keeps its data in a file, as it has to when it is killed; else in memory. */
  readonly isTemporalKilled?: boolean;
  /** The server's settings beside the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** Tells appointments and does harm; ends when everything that was told should have been written. */
  play(run: DrillRun): Promise<void>;
}

/** A figure of the report, in words and with its unit. */
export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** The running product, and everything a drill is made of. */
export interface DrillRun {
  readonly size: number;
  /** The size is the full one or more: then limits of time are judged and not only reported. */
  readonly isFull: boolean;
  readonly random: Random;
  readonly bookings: Bookings;
  readonly sender: Sender;
  readonly stack: Stack;
  readonly temporal: { kill(): Promise<void>; start(): Promise<void> };
  readonly dynamics: Dynamics;
  readonly workflows: WorkflowReader;
  readonly timeline: Timeline;
  readonly watch: Watch;
  /** Ends everything: Ctrl-C, or the limit of time. */
  readonly signal: AbortSignal;
  /** Adds a figure to the report. */
  readonly figure: (name: string, value: string | number) => void;
  /** Adds an invariant of this drill alone. */
  readonly judge: (invariant: Invariant) => void;
  /** Waits until the rows show everything that was received; answers the seconds, or undefined if it never was so. */
  readonly untilWritten: (timeoutMs: number) => Promise<number | undefined>;
}
