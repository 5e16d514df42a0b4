import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { defineSearchAttributeKey } from "@temporalio/common";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";

const searchAttributes = { AppointmentId: "Keyword", LastEventAt: "Datetime" } as const;
const appointmentId = defineSearchAttributeKey("AppointmentId", "KEYWORD");
const lastEventAt = defineSearchAttributeKey("LastEventAt", "DATETIME");

describe("the dev server", () => {
  test("serves every namespace with the search attributes, and is gone after disposal", async () => {
    const server = await startDevServer({ namespaces: ["one", "two"], searchAttributes });
    const connection = await Connection.connect({ address: server.address });
    try {
      for (const namespace of ["default", "one", "two"]) {
        await startAndFind(new Client({ connection, namespace }));
      }
      await createNamespace(connection, "added-later", searchAttributes);
      await createNamespace(connection, "added-later", searchAttributes);
      await startAndFind(new Client({ connection, namespace: "added-later" }));
    } finally {
      await connection.close();
      await server[Symbol.asyncDispose]();
    }
    expect(isRunning(server.pid)).toBe(false);
  });

  test("shows the Temporal UI when asked to", async () => {
    await using server = await startDevServer({ ui: true });
    // It is a server of its own beside the one that has been waited for.
    const page = async () => {
      const answer = await fetch(server.uiUrl ?? "");
      return [answer.status, await answer.text()];
    };
    await expect.poll(page).toEqual([200, expect.stringContaining("<html")]);
  });

  test("says what the program wrote when it cannot start", async () => {
    await expect(startDevServer({ dynamicConfig: { "limit.maxIDLength": "not JSON" } })).rejects.toThrow(
      /dev server ended by exit code 1 before it served 127\.0\.0\.1:\d+\. It wrote:\n.*invalid JSON value for key "limit.maxIDLength"/s,
    );
  });
});

describe("a parent that is killed", () => {
  test("takes its dev server with it", async () => {
    const devServer = new URL("../../tools/temporal/dev-server.ts", import.meta.url).href;
    const script = `
      const { startDevServer } = await import(${JSON.stringify(devServer)});
      console.log((await startDevServer()).pid);`;
    const args = ["--import", "tsx", "--input-type=module", "--eval", script];
    const parent = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [printed] = await once(parent.stdout, "data");
    const pid = Number(printed);
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

describe("an outage", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "dev-server-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test("ends with what was there before, on the same address", async () => {
    const dbFilename = join(folder, "temporal.db");
    const before = await startDevServer({ searchAttributes, dbFilename });
    const connection = await Connection.connect({ address: before.address });
    const client = new Client({ connection });
    await startAndFind(client);
    await before.kill();
    expect(isRunning(before.pid)).toBe(false);

    const port = Number(before.address.split(":")[1]);
    await using after = await startDevServer({ searchAttributes, dbFilename, port });
    expect(after.address).toBe(before.address);
    expect(await client.workflow.count('AppointmentId = "81234"')).toMatchObject({ count: 1 });
    await connection.close();
  });
});

/** No worker is needed: the server alone checks the attributes and indexes the start. */
async function startAndFind(client: Client): Promise<void> {
  await client.workflow.start("syncAppointment", {
    workflowId: "coconut-appointment:acme:81234",
    taskQueue: "appointments",
    typedSearchAttributes: [
      { key: appointmentId, value: "81234" },
      { key: lastEventAt, value: new Date("2026-03-04T15:00:05Z") },
    ],
  });
  const query = 'AppointmentId = "81234" AND LastEventAt > "2026-01-01T00:00:00Z"';
  await expect.poll(async () => (await client.workflow.count(query)).count).toBe(1);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !isOver(pid);
  } catch {
    return false;
  }
}

/** Its parent is killed, and in a container there may be nobody else to whom its end matters: Linux keeps its number. */
function isOver(pid: number): boolean {
  return process.platform === "linux" && /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}
