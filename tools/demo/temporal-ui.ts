/** The demo's addresses in the Temporal UI, and short ones that lead there. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Addresses of pages in the Temporal UI. */
export interface TemporalUi {
  /** The list of all Workflows. */
  readonly all: string;
  /** The list, filtered by what a person must decide. */
  readonly needsAttention: string;
  workflow(workflowId: string, runId?: string): string;
}

/** Creates the addresses for a namespace; `uiUrl` has no slash at the end. */
export function createTemporalUi(uiUrl: string, namespace: string): TemporalUi {
  const all = `${uiUrl}/namespaces/${namespace}/workflows`;
  return {
    all,
    needsAttention: `${all}?query=${encodeURIComponent('SyncState="NeedsAttention"')}`,
    workflow: (workflowId, runId) =>
      `${all}/${encodeURIComponent(workflowId)}${runId === undefined ? "" : `/${runId}/history`}`,
  };
}

/** Short addresses on this machine that redirect into the Temporal UI, until disposed of. */
export interface ShortLinks extends AsyncDisposable {
  readonly needsAttention: string;
  /** Leads to the Workflow that is the newest when somebody follows it. */
  readonly newest: string;
}

/** Starts a server that redirects: the UI's own addresses with a filter or an id in them are longer than 80 columns. */
export async function startShortLinks(
  ui: TemporalUi,
  newestWorkflowId: () => Promise<string | undefined>,
): Promise<ShortLinks> {
  const server = createServer((request, response) => {
    const target = async () => {
      if (request.url === "/needs-attention") return ui.needsAttention;
      const id = request.url === "/newest" ? await newestWorkflowId() : undefined;
      return id === undefined ? ui.all : ui.workflow(id);
    };
    target().then(
      (location) => response.writeHead(302, { location, "cache-control": "no-store" }).end(),
      (error: unknown) => response.writeHead(503).end(`Temporal does not answer: ${String(error)}\n`),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    needsAttention: `${url}/needs-attention`,
    newest: `${url}/newest`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
