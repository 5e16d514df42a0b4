/** A Workflow whose Workflow Tasks fail again and again is seen at the worker: log, metric, readiness. */
import { randomUUID } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { expect, onTestFinished, test } from "vitest";
import { taskQueues } from "../../src/temporal/task-queues.ts";
import { appointmentChangedSignal } from "../../src/workflows/messages.ts";
import { startDevServer } from "../../tools/temporal/dev-server.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { annLee, canonicalEvent } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { patienceMs, startService } from "../helpers/service.ts";
import { startWorkerProcess } from "../helpers/worker-process.ts";

/** Temporal waits longer after each failed task; the worker looks every 15 s. */
const patiently = { timeout: 120_000, interval: 250 };

test(
  "without the Search Attributes it is named with Temporal's reason, and no longer once it works again",
  { timeout: 400_000 },
  async () => {
    const dynamicConfig = { "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2" };
    const { address } = closeAfterTest(await startDevServer({ dynamicConfig }));
    const namespace = `bare-${randomUUID()}`;
    const connection = await Connection.connect({ address, connectTimeout: patienceMs });
    onTestFinished(() => connection.close());
    await createNamespace(connection, namespace, {});
    const service = closeAfterTest(await startService({ withWorkers: false, temporalAddress: address }));
    const worker = await startWorkerProcess({ ...service.env, TEMPORAL_NAMESPACE: namespace });

    const { status, body } = await worker.readiness();
    expect(status).toBe(503);
    for (const name of Object.keys(searchAttributeTypes)) {
      expect(JSON.stringify(body)).toContain(
        `Search Attribute ${name} is not registered in namespace ${namespace}`,
      );
    }
    expect(worker.log()).toMatch(
      /"level":50,.*"details":\["Search Attribute AppointmentId is not registered/,
    );

    expect(worker.log()).not.toMatch(/"level":40|No (?:workflows|activities) registered/);

    const workflowId = "coconut-appointment:acme:81234";
    await new Client({ connection, namespace }).workflow.signalWithStart("syncAppointment", {
      workflowId,
      taskQueue: taskQueues.workflows,
      args: [{ tenant: "acme", appointmentId: "81234", settlePeriodMs: 86_400_000 }],
      signal: appointmentChangedSignal,
      signalArgs: [canonicalEvent({})],
    });
    const stuck = new RegExp(`${workflowId} \\(BadSearchAttributes: Namespace ${namespace} has no mapping`);
    const said = async () => JSON.stringify((await worker.readiness()).body);
    await expect.poll(said, patiently).toMatch(stuck);
    const gauge = async () =>
      /^coconut_stuck_workflows\{.*cause="BadSearchAttributes".*\} (\d+)$/m.exec(await worker.metrics())?.[1];
    await expect.poll(gauge, patiently).toBe("1");
    const log = worker.log();
    expect(log).toMatch(
      new RegExp(
        `"level":50,.*"workflowId":"${workflowId}".*"a Workflow fails its Workflow Tasks again and again"`,
      ),
    );
    expect(log).not.toContain("not an Error");
    expect(log + (await worker.metrics())).not.toMatch(new RegExp(`${annLee.email}|${annLee.lastName}`));

    await createNamespace(connection, namespace, searchAttributeTypes);
    await expect
      .poll(() => worker.readiness(), patiently)
      .toEqual({
        status: 200,
        body: { status: "ready", details: [] },
      });
    await expect.poll(gauge, patiently).toBe("0");
    expect(worker.log()).toContain("a Workflow is not stuck any more");
  },
);
