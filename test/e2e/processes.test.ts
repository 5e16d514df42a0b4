/** How the two processes end: when they cannot start, and when they are asked to while somebody dawdles. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { startServerProcess } from "../../tools/temporal/server-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function start(entry: string, env: Readonly<Record<string, string>>) {
  const common = {
    PATH: process.env["PATH"],
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    COCONUT_TENANT: "acme",
  };
  return startServerProcess(process.execPath, ["--import", "tsx", `${root}${entry}`], { ...common, ...env });
}

async function takenPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

const worker = {
  DATAVERSE_URL: "https://contoso.example",
  AZURE_TENANT_ID: "tenant",
  AZURE_CLIENT_ID: "client",
  AZURE_CLIENT_SECRET: "canary-secret",
};
const server = { COCONUT_WEBHOOK_SECRETS: `whsec_${randomBytes(32).toString("base64")}` };

test("a port that is taken ends the worker, and the server, with an exit code and the reason", async () => {
  const taken = await takenPort();
  const processes = await Promise.all([
    start("src/worker.ts", { ...worker, WORKER_PORT: String(taken.port) }),
    start("src/server.ts", { ...server, PORT: String(taken.port) }),
  ]);
  for (const child of processes) {
    expect(await child.ended).toBe("exit code 1");
    expect(child.tail()).toContain(`EADDRINUSE: address already in use 127.0.0.1:${taken.port}`);
    expect(child.tail()).not.toContain("canary");
  }
  taken.server.close();
});

test("a setting that is missing ends them with exit code 2 and its name", async () => {
  const child = await start("src/worker.ts", { ...worker, AZURE_CLIENT_ID: "" });
  expect(await child.ended).toBe("exit code 2");
  expect(child.tail()).toContain("AZURE_CLIENT_ID is not set");
});

test("a delivery that is never sent to its end does not keep the server from stopping", async () => {
  const { server: holder, port } = await takenPort();
  holder.close();
  const child = await start("src/server.ts", { ...server, PORT: String(port) });
  await expect.poll(() => child.tail(), { timeout: 20_000 }).toContain("listening");
  const dawdler = connect(port, "127.0.0.1");
  dawdler.on("error", () => undefined);
  await once(dawdler, "connect");
  const head =
    "POST /webhooks/coconut HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
  dawdler.write(head);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const startedAt = Date.now();
  await child.stop("SIGTERM");
  expect(await child.ended).toBe("exit code 0");
  // Killed by force it would have been after 10 s.
  expect(Date.now() - startedAt).toBeLessThan(9_000);
});
