/** What the readiness says of a Temporal that is there and cannot be used. Against a real server. */
import { randomUUID } from "node:crypto";
import { Connection } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createReadinessCheck } from "../../src/temporal/readiness.ts";
import { searchAttributes } from "../../src/workflows/search-attributes.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { shared } from "../../tools/tests/shared.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { patienceMs } from "../helpers/service.ts";
import { quietTemporal } from "../helpers/quiet-temporal.ts";
import { startTemporalStandIn } from "../helpers/temporal-stand-in.ts";

afterEach(() => void vi.useRealTimers());

async function connect(address?: string): Promise<Connection> {
  const connection = await Connection.connect({
    address: address ?? (await shared("temporal")),
    connectTimeout: patienceMs,
  });
  onTestFinished(() => connection.close());
  return connection;
}

const newNamespace = () => `test-${randomUUID()}`;
const wanted = Object.values(searchAttributes);
const checkOf = (connection: Parameters<typeof createReadinessCheck>[0], namespace: string) =>
  createReadinessCheck(connection, { namespace, searchAttributes: wanted, timeoutMs: patienceMs });

test("every Search Attribute that is missing is named with the command; once all are there, it is ready", async () => {
  const connection = await connect();
  const namespace = newNamespace();
  const { SyncState: _missing, AppointmentAt: _missingToo, ...registered } = searchAttributeTypes;
  await createNamespace(connection, namespace, registered);
  vi.useFakeTimers({ toFake: ["performance"] });
  const check = checkOf(connection, namespace);
  const create = `temporal operator search-attribute create --namespace ${namespace}`;
  expect(await check()).toEqual({
    isReady: false,
    details: [
      `Search Attribute SyncState is not registered in namespace ${namespace}: ${create} --name SyncState --type Keyword`,
      `Search Attribute AppointmentAt is not registered in namespace ${namespace}: ${create} --name AppointmentAt --type Datetime`,
    ],
  });
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { SyncState: 2, AppointmentAt: 6 },
  });
  vi.advanceTimersByTime(20_000);
  expect(await check()).toEqual({ isReady: true, details: [] });
});

test("a Search Attribute of another type is named with both types", async () => {
  const connection = await connect();
  const namespace = newNamespace();
  await createNamespace(connection, namespace, { ...searchAttributeTypes, LastEventAt: "Keyword" });
  expect(await checkOf(connection, namespace)()).toEqual({
    isReady: false,
    details: [
      `Search Attribute LastEventAt in namespace ${namespace} is of type Keyword and must be Datetime`,
    ],
  });
});

test("a namespace that does not exist is named, to the server as to the worker", async () => {
  quietTemporal();
  const native = await NativeConnection.connect({ address: await shared("temporal") });
  onTestFinished(() => native.close());
  for (const connection of [await connect(), native]) {
    expect(await checkOf(connection, "nobody-made-this")()).toEqual({
      isReady: false,
      details: [
        "Namespace nobody-made-this does not exist in Temporal: create it, or set TEMPORAL_NAMESPACE",
      ],
    });
  }
});

test("where Search Attributes cannot be asked for, as in Temporal Cloud, none counts as missing", async () => {
  const [ok, permissionDenied] = [0, 7];
  const cloud = closeAfterTest(
    await startTemporalStandIn(({ method }) => (method === "ListSearchAttributes" ? permissionDenied : ok)),
  );
  // An empty answer to the health check says "unknown": the stand-in has none, as some proxies.
  const unimplemented = 12;
  const proxied = closeAfterTest(
    await startTemporalStandIn(({ method }) =>
      method === "Check" ? unimplemented : method === "ListSearchAttributes" ? permissionDenied : ok,
    ),
  );
  expect(await checkOf(await connect(proxied.address), "bank")()).toEqual({ isReady: true, details: [] });
  expect(await checkOf(await connect(cloud.address), "bank")()).toMatchObject({ isReady: false });
});

test("access that Temporal refuses is no outage, and says so", async () => {
  const [ok, unauthenticated, unimplemented] = [0, 16, 12];
  const answers: Record<string, number> = { Check: unimplemented, DescribeNamespace: unauthenticated };
  const standIn = closeAfterTest(await startTemporalStandIn(({ method }) => answers[method] ?? ok));
  expect(await checkOf(await connect(standIn.address), "bank")()).toEqual({
    isReady: false,
    details: ["Temporal refuses us access to namespace bank (gRPC code 16)"],
  });
});
