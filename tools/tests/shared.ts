/** What test files share because it is slow to start: each is started when the first test asks for it. */
import { request } from "node:http";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the global set-up listens. */
    readonly shared: string;
  }
}

/** Name and address of what is shared. */
export interface Shared {
  /** host:port of a Temporal server: the one that TEMPORAL_ADDRESS names, or a dev server. */
  readonly temporal: string;
  /** The path of the bundled Workflows. */
  readonly workflowBundle: string;
  /** Addresses of two Chromiums, for `chromium.connect`. */
  readonly browsers: Readonly<Record<"partitioned" | "unpartitioned", string>>;
  /** The pane in dist/page/, built anew. */
  readonly page: "built";
}

/** Starts what is named unless it runs already. Throws what its start threw. */
export async function shared<Name extends keyof Shared>(name: Name): Promise<Shared[Name]> {
  const { ok, text } = await get(`${inject("shared")}/${name}`);
  if (!ok) throw new Error(`The shared ${name} of the tests did not start: ${text}`);
  return JSON.parse(text) as Shared[Name];
}

/** Not `fetch`, whose answer must come within five minutes and which some tests replace. */
function get(url: string): Promise<{ ok: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ ok: response.statusCode === 200, text }));
    })
      .on("error", reject)
      .end();
  });
}
