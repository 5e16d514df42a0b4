/** The messages between pane.html and the service's page in its iframe. */
import type { RowRef } from "./launch.ts";

/** What the service's page may say. */
export type ServiceMessage =
  | { readonly type: "ready" | "close" }
  | { readonly type: "dirty"; readonly dirty: boolean }
  | { readonly type: "booked"; readonly activityId: string | null };

/** The lead or contact an appointment is booked for; "" for what the row does not have. */
export interface Person extends RowRef {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/** The colours that the page is to use. */
export type Theme = "light" | "dark";

/** The one message to the service's page, in answer to `ready`. */
export interface InitMessage {
  readonly type: "init";
  readonly v: 1;
  readonly nonce: string;
  readonly row: Person;
  /** A login_hint for the identity provider. */
  readonly signInName: string;
  readonly org: string;
  readonly lcid: number;
  readonly theme: Theme;
}

type Check = (value: unknown) => boolean;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const textUpTo =
  (length: number): Check =>
  (value) =>
    typeof value === "string" && value.length <= length;

const fieldsByType: ReadonlyMap<unknown, Readonly<Record<string, Check>>> = new Map([
  ["ready", {}],
  ["close", {}],
  ["dirty", { dirty: (value: unknown) => typeof value === "boolean" }],
  [
    "booked",
    {
      appointmentId: textUpTo(100),
      activityId: (value: unknown) => value === null || (typeof value === "string" && uuid.test(value)),
      start: textUpTo(40),
      subject: textUpTo(1_000),
    },
  ],
]);

/** The message if it has exactly the agreed fields and the nonce, else undefined. */
export function readMessage(data: unknown, nonce: string): ServiceMessage | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { type, v, nonce: given, ...rest } = data as Readonly<Record<string, unknown>>;
  const fields = fieldsByType.get(type);
  if (v !== 1 || given !== nonce || fields === undefined) return undefined;
  const names = Object.keys(fields);
  const isAsAgreed =
    Object.keys(rest).length === names.length && names.every((name) => fields[name]?.(rest[name]));
  return isAsAgreed ? ({ type, ...rest } as ServiceMessage) : undefined;
}
