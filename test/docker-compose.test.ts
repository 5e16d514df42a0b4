import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Client, Connection } from "@temporalio/client";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { searchAttributes } from "../src/workflows/search-attributes.ts";
import { startDevServer } from "../tools/temporal/dev-server.ts";
import { findTemporalCli } from "../tools/temporal/resolve.mjs";

const ONCE = "service_completed_successfully";
const Service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  restart: z.string(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const ComposeFile = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
});

const source = read("docker-compose.yml");
const { services, volumes } = ComposeFile.parse(parse(source, { merge: true }));
const each = Object.entries(services);

describe("docker-compose.yml", () => {
  test("names every image by an exact version", () => {
    const images = [...each.map(([, { image }]) => image), ...baseImages()];
    expect(images.filter((image) => !/:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/.test(image))).toEqual([]);
  });

  test("opens ports to this host only", () => {
    const ports = each.flatMap(([, service]) => service.ports);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
  });

  test("keeps what must last in named volumes", () => {
    const mounted = each.flatMap(([, service]) => service.volumes.map((volume) => volume.split(":")[0]));
    expect(mounted).toEqual(Object.keys(volumes));
  });

  test("holds no secret", () => {
    const isSecret = /PASSWORD|PWD|SECRET|API_KEY|PRIVATE/;
    const literal = each.flatMap(([name, { environment }]) =>
      Object.entries(environment)
        .filter(
          ([variable, value]) =>
            isSecret.test(variable) && !/^$|^\$\{\w+:\?.+\}$|^\$\{\w+:\+\$\{\w+:-\}\}$/.test(value),
        )
        .map(([variable]) => `${name}: ${variable}`),
    );
    expect(literal).toEqual([]);
  });

  test("starts things in an order that exists", () => {
    for (const [name, { depends_on }] of each) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const target = services[other];
        expect(target, `${name} depends on ${other}`).toBeDefined();
        // What ends by itself is restarted after a failure only; what stays must say when it is ready.
        if (condition === ONCE) expect(target?.restart, other).toMatch(/^on-failure:\d+$/);
        else expect([condition, target?.healthcheck !== undefined], other).toEqual(["service_healthy", true]);
      }
    }
    expect(() => startOrder()).not.toThrow();
    expect(startOrder().indexOf("temporal-namespace")).toBeLessThan(startOrder().indexOf("server"));
  });

  test("runs the same commands as package.json", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    expect(services["server"]?.command?.join(" ")).toBe(scripts["start:server"]);
    expect(services["worker"]?.command?.join(" ")).toBe(scripts["start:worker"]);
    const [, command] = /^CMD (.+)$/m.exec(read("Dockerfile")) ?? [];
    expect(JSON.parse(command ?? "[]")).toEqual(services["server"]?.command);
  });

  test("asks for nothing that .env.example does not explain", () => {
    const asked = [...source.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name ?? "");
    expect(asked).toContain("POSTGRES_PASSWORD");
    const explained = new Set([...read(".env.example").matchAll(/^#? ?(\w+)=/gm)].map(([, name]) => name));
    expect(asked.filter((name) => !explained.has(name))).toEqual([]);
  });
});

describe("the namespace's set-up", () => {
  test("makes the namespace and our search attributes, and changes nothing when it runs again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "compose-"));
    await using server = await startDevServer();
    const connection = await Connection.connect({ address: server.address });
    try {
      await symlink(findTemporalCli()?.path ?? "", join(folder, "temporal"));
      const first = await runOneShot("temporal-namespace", folder, server.address);
      expect(first).toMatch(/successfully registered(.|\n)*namespace coconut-dynamics is ready/);
      const second = await runOneShot("temporal-namespace", folder, server.address);
      expect(second).toBe("namespace coconut-dynamics is ready\n");

      const namespace = services["server"]?.environment["TEMPORAL_NAMESPACE"] ?? "";
      const { config } = await connection.workflowService.describeNamespace({ namespace });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const wanted = Object.values(searchAttributes);
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(wanted.map(({ name }) => name)));
      // The types are right when a start with values of ours is accepted.
      await new Client({ connection, namespace }).workflow.start("syncAppointment", {
        workflowId: "one",
        taskQueue: "appointments",
        typedSearchAttributes: wanted.map((key) =>
          key.type === "DATETIME" ? { key, value: new Date() } : { key, value: "x" },
        ),
      });
    } finally {
      await connection.close();
      await rm(folder, { recursive: true });
    }
  });
});

async function runOneShot(name: string, programs: string, address: string): Promise<string> {
  const { entrypoint, command, environment } = services[name] ?? {};
  const [shell = "", ...options] = entrypoint ?? [];
  // Compose reads "$$" as a dollar sign that is not its own.
  const scripts = (command ?? []).map((text) => text.replaceAll("$$", "$"));
  const { stdout } = await promisify(execFile)(shell, [...options, ...scripts], {
    env: {
      ...environment,
      TEMPORAL_ADDRESS: address,
      PATH: `${programs}${delimiter}${process.env["PATH"]}`,
      HOME: programs,
    },
  });
  return stdout;
}

/** Throws where services wait for each other in a circle. */
function startOrder(): string[] {
  const order: string[] = [];
  const visit = (name: string, waiting: readonly string[]): void => {
    if (waiting.includes(name)) throw new Error(`a circle: ${[...waiting, name].join(" → ")}`);
    for (const other of Object.keys(services[name]?.depends_on ?? {})) visit(other, [...waiting, name]);
    if (!order.includes(name)) order.push(name);
  };
  for (const [name] of each) visit(name, []);
  return order;
}

function baseImages(): string[] {
  return [...read("Dockerfile").matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? "");
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}
