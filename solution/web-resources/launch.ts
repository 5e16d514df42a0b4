/** The row an appointment is booked for. It goes into an address, so it holds nothing personal. */
export interface RowRef {
  readonly table: "lead" | "contact";
  /** Lower case, without braces. */
  readonly id: string;
}

/** A row, and the channel on which its pane and the command talk. */
export interface Launch extends RowRef {
  readonly channel: string;
}

/** What the pane tells the command, which runs in the frame of the form's scripts. */
export type PaneMessage =
  | { readonly kind: "booked"; readonly id: string; readonly activityId: string | null }
  | { readonly kind: "dirty"; readonly dirty: boolean }
  | { readonly kind: "closed" };

/** The id of the side pane: there is one, whichever row it is for. */
export const paneId = "coco_create_appointment";

/** The web resource that the side pane shows. */
export const panePage = "coco_/pane.html";

/** The name of the BroadcastChannel. */
export function channelName({ channel }: Launch): string {
  return `coco-${channel}`;
}

/** The launch as one string, as `data` of a web resource has to be. */
export function formatLaunch({ table, id, channel }: Launch): string {
  return encodeURIComponent(JSON.stringify({ v: 1, table, id, channel }));
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads what `formatLaunch` wrote from `location.search`; undefined for anything else. */
export function readLaunch(search: string): Launch | undefined {
  const launch = parse(new URLSearchParams(search).get("data") ?? "");
  if (typeof launch !== "object" || launch === null) return undefined;
  const { v, table, id, channel } = launch as Readonly<Record<string, unknown>>;
  if (v !== 1 || (table !== "lead" && table !== "contact")) return undefined;
  if (typeof id !== "string" || !uuid.test(id)) return undefined;
  return typeof channel === "string" && uuid.test(channel) ? { table, id, channel } : undefined;
}

/** Dynamics passes `data` on encoded once or twice. */
function parse(data: string): unknown {
  try {
    return JSON.parse(data.startsWith("%") ? decodeURIComponent(data) : data);
  } catch {
    return undefined;
  }
}
