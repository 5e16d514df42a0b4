/** A run's Event History → a file of the corpus, without traces of the machine it was recorded on. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { WorkflowHandle } from "@temporalio/client";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
/** One folder for each version that may have left runs open. */
const folder = new URL(`../histories/${version}/`, import.meta.url);

export interface RecordedHistory {
  readonly workflowId: string;
  readonly history: { readonly events: readonly unknown[] };
}

export async function saveHistory(name: string, handle: WorkflowHandle): Promise<void> {
  const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()), withoutMachine);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${name}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ workflowId: handle.workflowId, history }, null, 1)}\n`);
}

/** Stack traces hold paths, and identities and sticky Task Queues host names; replay looks at none of them. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === "stackTrace") return "";
  return typeof value === "string" ? value.replace(/^\d+@[^-]+/, "recorder") : value;
}
