/** The image that is built, and server and worker run from it as docker-compose.yml says. */
import { Client, Connection } from "@temporalio/client";
import { describe, expect, inject, test } from "vitest";
import { startCoconutSandbox } from "@coconut-dynamics/sandbox-coconut";
import { startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { askEngine } from "../../tools/containers/engine.ts";
import { freePorts } from "../../tools/free-ports.ts";
import { shippedNodeVersion } from "../../tools/node-binary.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { createDynamics } from "../helpers/dynamics.ts";
import { dataverseSettings, tenant } from "../helpers/service.ts";
import { openProject, type Project } from "./project.ts";

const engine = inject("engine");
const image = inject("image");
const namespace = "coconut-dynamics";
const secret = `whsec_${Buffer.alloc(32, "test").toString("base64")}`;
const slowAnswerMs = 8_000;
/** temporal.api.enums.v1.PendingActivityState */
const STARTED = 2;

describe.skipIf("missing" in engine)("the image", () => {
  if ("missing" in engine) return;

  test("holds the Node that .nvmrc names, the product, and nothing for development", async () => {
    const inside = async (...command: string[]) =>
      askEngine(engine, ["run", "--rm", "--network", "none", image, ...command]);
    const seen = JSON.parse(await inside("node", "-e", contents)) as { packages: number };
    expect(seen).toMatchObject({
      node: `v${shippedNodeVersion()}`,
      development: [],
      files: ["dist", "node_modules", "package.json"],
    });
    const debian = (await inside("dpkg-query", "--show")).trim().split("\n").length;
    const megabytes = async (name: string) =>
      Number(await askEngine(engine, ["image", "inspect", "--format", "{{.Size}}", name])) / 1e6;
    const [all, base] = [await megabytes(image), await megabytes(engine.base.name)];
    process.stderr.write(
      `Image: ${all.toFixed(0)} MB, ${(all - base).toFixed(0)} of them above its base; ` +
        `${seen.packages} npm packages, ${debian} Debian packages. Built by ${engine.name}.\n`,
    );
  });

  test("takes an appointment to Dynamics, confined as docker-compose.yml says, and both processes stop with 0", async () => {
    await using stack = createCleanup();
    const bank = await startBank(stack);
    const project = stack.use(await openProject(engine, bank.settings));
    try {
      await startProcesses(project, bank);
      await tellStory(project, bank);
    } catch (error) {
      process.stderr.write(await project.logs());
      throw error;
    }
  });
});

/** What a bank has beside the product, on this machine, and the ports that the product is to have. */
async function startBank(stack: ReturnType<typeof createCleanup>) {
  const [port = 0, workerPort = 0] = await freePorts(2);
  const temporal = stack.use(await startDevServer());
  const connection = await Connection.connect({ address: temporal.address });
  stack.defer(() => connection.close());
  await createNamespace(connection, namespace, searchAttributeTypes);
  const dataverse = stack.use(await startDataverseSandbox({ leastPrivilege: true }));
  const webhook = { url: `http://127.0.0.1:${port}/webhooks/coconut`, secret };
  const coconut = stack.use(await startCoconutSandbox({ tenant, webhook }));
  return {
    temporalAddress: temporal.address,
    workflows: new Client({ connection, namespace }).workflow,
    dynamics: await createDynamics(dataverse),
    /** By hand in Coconut, whose webhook tells us. Answers the appointment's id. */
    book: async (lastName: string): Promise<string> => {
      const person = { firstName: "Ann", lastName, email: `ann@${lastName.toLowerCase()}.example` };
      const answer = await fetch(`${coconut.url}/sandbox/appointments`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(person),
      });
      return ((await answer.json()) as { data: { id: string } }).data.id;
    },
    processes: [
      { name: "server", variable: "PORT", port, portInFile: 8080, secrets: ["COCONUT_WEBHOOK_SECRETS"] },
      {
        name: "worker",
        variable: "WORKER_PORT",
        port: workerPort,
        portInFile: 9465,
        secrets: ["AZURE_CLIENT_SECRET"],
      },
    ],
    settings: {
      COCONUT_TENANT: tenant,
      COCONUT_WEBHOOK_SECRETS: secret,
      COCONUT_API_URL: coconut.openApiUrl,
      COCONUT_LOGIN_URL: coconut.loginUrl,
      POSTGRES_PASSWORD: "database-secret",
      ...dataverseSettings(dataverse),
    },
  };
}

type Bank = Awaited<ReturnType<typeof startBank>>;

/** By Compose, with no more changed than where things are; then until each is healthy by its own command. */
async function startProcesses(project: Project, bank: Bank): Promise<void> {
  const { services } = await project.config();
  const healthCommand = ({ name, port, portInFile }: Bank["processes"][number]) => {
    const [kind, ...command] = services[name]?.healthcheck?.test ?? [];
    expect([kind, command.join(" ")], name).toEqual(["CMD", expect.stringContaining(`:${portInFile}/`)]);
    return command.map((text) => text.replaceAll(`:${portInFile}/`, `:${port}/`));
  };
  const changes = bank.processes.map((process) => {
    const { name, variable, port } = process;
    return `
  ${name}:
    image: ${image}
    network_mode: host
    ${name === "server" ? "ports: !reset []" : ""}
    depends_on: !reset {}
    environment:
      TEMPORAL_ADDRESS: ${bank.temporalAddress}
      ${variable}: "${port}"
    healthcheck:
      test: ${JSON.stringify(["CMD", ...healthCommand(process)])}`;
  });
  await project.override(`services:${changes.join("")}\n`);
  const names = bank.processes.map(({ name }) => name);
  await project.compose("up", "--detach", "--no-build", "--pull", "never", "--no-deps", ...names);
  for (const process of bank.processes) {
    // A container that still starts, or starts again, has nobody to ask.
    const answer = () =>
      project.run(process.name, ...healthCommand(process)).then(
        () => "healthy",
        (error: unknown) => String(error),
      );
    await expect.poll(answer, { message: `the health command of ${process.name}` }).toBe("healthy");
  }
}

async function tellStory(project: Project, { processes, dynamics, workflows, book }: Bank): Promise<void> {
  for (const { name, secrets } of processes) {
    expect(JSON.parse(await project.run(name, "node", "-e", confinement)), name).toEqual({
      user: 1000,
      capabilities: "0000000000000000",
      canGainPrivileges: false,
      written: ["EROFS", "EROFS", "ok"],
      secrets,
    });
  }

  await book("Oakfield");
  await expect.poll(() => dynamics.newAppointments()).toHaveLength(1);
  expect((await dynamics.newLeads()).map((row) => row["lastname"])).toEqual(["Oakfield"]);

  // Stopped in the middle of an Activity that goes on for longer than the 10 s after which an engine kills what
  // it stops, if it was told nothing else; each request by itself is within the client's limit.
  await dynamics.fault({ path: "/api/data/", status: 401 });
  await dynamics.fault({ target: "token", delayMs: slowAnswerMs });
  await dynamics.fault({ path: "/api/data/", delayMs: slowAnswerMs });
  const handle = workflows.getHandle(workflowIdFor(tenant, await book("Elmwood")));
  const activities = async () => {
    const { raw } = await handle.describe();
    return (raw.pendingActivities ?? []).map(({ state }) => state);
  };
  await expect.poll(() => activities().catch(String)).toEqual([STARTED]);
  await project.compose("stop", ...processes.map(({ name }) => name));
  for (const { name } of processes) {
    expect(await project.inspect(name), name).toEqual({
      State: { Running: false, ExitCode: 0, OOMKilled: false },
      RestartCount: 0,
    });
  }
}

const contents = `
  const { readFileSync, readdirSync } = require("fs");
  const { packages } = JSON.parse(readFileSync("node_modules/.package-lock.json", "utf8"));
  console.log(JSON.stringify({
    node: process.version,
    packages: Object.keys(packages).length,
    development: Object.keys(packages).filter((path) => packages[path].dev),
    files: readdirSync(".").sort(),
  }))`;

const confinement = `
  const { readFileSync, writeFileSync } = require("fs");
  const status = readFileSync("/proc/self/status", "utf8");
  const tryWriting = (path) => { try { writeFileSync(path, "x"); return "ok"; } catch ({ code }) { return code; } };
  console.log(JSON.stringify({
    user: process.getuid(),
    capabilities: /CapBnd:\\s*(\\S+)/.exec(status)[1],
    canGainPrivileges: /NoNewPrivs:\\s*(\\d)/.exec(status)[1] === "0",
    written: ["/app/dist/x", "/home/node/x", "/tmp/x"].map(tryWriting),
    secrets: ["AZURE_CLIENT_SECRET", "COCONUT_WEBHOOK_SECRETS", "POSTGRES_PASSWORD", "PANE_SECRET"]
      .filter((name) => process.env[name]),
  }))`;
