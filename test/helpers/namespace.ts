/** A Temporal namespace of its own, and a client of it, for a test that needs no more of the product. */
import { randomUUID } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { shared } from "../../tools/tests/shared.ts";
import { patienceMs } from "./service.ts";

export async function openNamespace(): Promise<{ readonly temporal: Client } & AsyncDisposable> {
  const connection = await Connection.connect({
    address: await shared("temporal"),
    connectTimeout: patienceMs,
  });
  const namespace = `test-${randomUUID()}`;
  await createNamespace(connection, namespace);
  return {
    temporal: new Client({ connection, namespace }),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
