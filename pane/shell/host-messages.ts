/** The messages between the pane and the page of Dynamics that frames it; decision 10 says how they are trusted. */
import type { RowRef } from "../contract.d.ts";
import type { Launch } from "./launch.ts";

/** The colours that Dynamics is shown in. */
export type Theme = "light" | "dark";

/** The lead or contact as the banker sees it in Dynamics; texts are "" where it has none. */
export interface PersonRow extends RowRef {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/** What the host says first: whom the appointment is for, and who is signed in. */
export interface Init {
  readonly row: PersonRow;
  /** The name that the banker signs in to Microsoft with; "" where it is not known. */
  readonly signInName: string;
  readonly theme: Theme;
}

/** What the pane tells the host. `HostLink.send` adds `v` and `nonce`. */
export type HostMessage =
  | { readonly type: "ready" | "close" }
  | { readonly type: "dirty"; readonly dirty: boolean }
  | {
      readonly type: "booked";
      readonly appointmentId: string;
      readonly activityId: string | null;
      readonly start: string;
      readonly subject: string;
    };

const maxTextLength = 200;

/** Reads the host's `init` message. Returns undefined for any other message: those are ignored. */
export function readInit(data: unknown, launch: Launch): Init | undefined {
  if (!isRecord(data) || data["type"] !== "init" || data["v"] !== 1) return undefined;
  if (data["nonce"] !== launch.nonce || data["org"] !== launch.org || data["lcid"] !== launch.lcid)
    return undefined;
  // Solutions that were built before `signInName` was added do not send it.
  const { row, theme, signInName = "" } = data;
  if (!isRecord(row) || row["table"] !== launch.row.table || row["id"] !== launch.row.id) return undefined;
  const { firstName, lastName, email, phone } = row;
  if (!isText(firstName) || !isText(lastName) || !isText(email) || !isText(phone)) return undefined;
  if (!isText(signInName)) return undefined;
  if (theme !== "light" && theme !== "dark") return undefined;
  return { row: { ...launch.row, firstName, lastName, email, phone }, signInName, theme };
}

/** Is this the login window asking whether its login, named by the challenge `tx`, was started by this pane? */
export function isLoginHello(data: unknown, tx: string): boolean {
  return isRecord(data) && data["type"] === "login-hello" && data["v"] === 1 && data["tx"] === tx;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxTextLength;
}
