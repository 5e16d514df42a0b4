/** How the two processes end: when they cannot start, and when they are asked to while somebody dawdles. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { shared } from "../../tools/tests/shared.ts";
import { type ServerProcess, startServerProcess } from "../../tools/server-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Programs take their time to start. */
const patiently = { timeout: 180_000 };

async function start(entry: string, env: Readonly<Record<string, string>>) {
  const common = {
    PATH: process.env["PATH"],
    TEMPORAL_ADDRESS: await shared("temporal"),
    COCONUT_TENANT: "acme",
  };
  const args = ["--import", "tsx", `${root}${entry}`];
  const child = await startServerProcess(process.execPath, args, { ...common, ...env });
  onTestFinished(() => child.stop("SIGKILL"));
  return child;
}

const worker = {
  DATAVERSE_URL: "https://contoso.example",
  AZURE_TENANT_ID: "tenant",
  AZURE_CLIENT_ID: "client",
  AZURE_CLIENT_SECRET: "canary-secret",
};
const server = { COCONUT_WEBHOOK_SECRETS: `whsec_${randomBytes(32).toString("base64")}` };

test(
  "a port that is taken ends the worker, and the server, with an exit code and the reason",
  patiently,
  async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const processes = await Promise.all([
      start("src/worker.ts", { ...worker, WORKER_PORT: String(port) }),
      start("src/server.ts", { ...server, PORT: String(port) }),
    ]);
    for (const child of processes) {
      expect(await child.ended).toBe("exit code 1");
      expect(child.tail()).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
      expect(child.tail()).not.toContain("canary");
    }
  },
);

test(
  "settings that are missing or wrong end them with exit code 2 and the list of all",
  patiently,
  async () => {
    const wrong = { ...worker, COCONUT_TENANT: "", LOG_LEVEL: "loud", MAPPING_FILE: "/nowhere.json" };
    const [ofServer, ofWorker] = await Promise.all([
      start("src/server.ts", {
        ...wrong,
        COCONUT_WEBHOOK_SECRETS: "canary!",
        PANE_URL: "acme",
        PORT: "http",
      }),
      start("src/worker.ts", {
        ...wrong,
        AZURE_CLIENT_ID: "",
        WORKER_PORT: "http",
        AZURE_FEDERATED_TOKEN_FILE: "/x",
      }),
    ]);
    const common = ["COCONUT_TENANT: is not set", "LOG_LEVEL: must be", "MAPPING_FILE: cannot be read"];
    const lists = [
      [
        ofServer,
        [
          ...common,
          "COCONUT_WEBHOOK_SECRETS: entry 1: is not",
          "PORT: must be",
          "PANE_URL: must be",
          "PANE_HOSTS: is not set",
          "PANE_SECRET: is not set",
          "COCONUT_LOGIN_URL: is not set",
        ],
      ],
      [
        ofWorker,
        [
          ...common,
          "AZURE_CLIENT_ID: is not set",
          "AZURE_CLIENT_SECRET: exactly one of",
          "WORKER_PORT: must be",
        ],
      ],
    ] as const;
    for (const [child, list] of lists) {
      expect(await child.ended).toBe("exit code 2");
      const lines = child
        .tail()
        .split("\n")
        .filter((line) => line.startsWith("  - "));
      const starts = lines.map((line) => list.find((known) => line.startsWith(`  - ${known}`)) ?? line);
      expect(starts.toSorted()).toEqual(list.toSorted());
      expect(child.tail()).not.toContain("canary");
    }
  },
);

async function startListening(): Promise<{ child: ServerProcess; port: number }> {
  const child = await start("src/server.ts", { ...server, PORT: "0" });
  const listening = /"address":"127\.0\.0\.1",.*"port":(\d+)/;
  await expect.poll(() => child.tail(), { timeout: 90_000 }).toMatch(listening);
  return { child, port: Number(listening.exec(child.tail())?.[1]) };
}

test(
  "a server that is asked to stop says so to its load balancer first, and still takes deliveries",
  patiently,
  async () => {
    const { child, port } = await startListening();
    const url = `http://127.0.0.1:${port}`;
    process.kill(child.pid, "SIGTERM");
    // Asked without a pause, since the time for it is short; refused once it is over.
    const seen: unknown[] = [];
    let delivered = 0;
    const isStopping = (body: { details?: string[] }) => body.details?.includes("The server is stopping");
    for (let isOver = false; !isOver;) {
      const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
      if (answer === undefined) isOver = true;
      else if (answer.status === 503 && isStopping((await answer.json()) as object)) {
        seen.push(answer.status);
        const delivery = await fetch(`${url}/webhooks/coconut`, { method: "POST", body: "{}" }).catch(
          () => undefined,
        );
        if (delivery?.status === 415) delivered += 1;
      }
    }
    expect(seen).toContain(503);
    expect(delivered).toBeGreaterThan(0);
    expect(await child.ended).toBe("exit code 0");
  },
);

test(
  "a delivery that is never sent to its end does not keep the server from stopping",
  patiently,
  async () => {
    const { child, port } = await startListening();
    const dawdler = connect(port, "127.0.0.1");
    let heard = "";
    dawdler.on("error", () => undefined).on("data", (chunk) => (heard += String(chunk)));
    onTestFinished(() => void dawdler.destroy());
    const head =
      "POST /webhooks/coconut HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n";
    dawdler.write(`${head}Expect: 100-continue\r\n\r\n`);
    await expect.poll(() => heard).toContain("100 Continue");
    dawdler.write("{");
    // Not by stop(), which ends by force whoever takes 10 s.
    process.kill(child.pid, "SIGTERM");
    expect(await child.ended).toBe("exit code 0");
    // It was hung up on: no limit for sending a request had passed.
    expect(heard).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  },
);
