/** Each import rule of the house bites: a tree of offenders is linted, and every one must be caught. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Folder, and an import that must not stand there. */
const offenders = [
  ["src/appointments", "../dataverse/client.ts"],
  ["src/appointments", "node:fs"],
  ["src/appointments", "@temporalio/workflow"],
  ["src/appointments", "../../sandbox/coconut/src/seed.ts"],
  ["src/http", "../appointments/text.ts"],
  ["src/http", "../dataverse/errors.ts"],
  ["src/http", "@temporalio/common"],
  ["src/temporal", "../workflows/messages.ts"],
  ["src/temporal", "../log.ts"],
  ["src/dataverse", "../appointments/appointment.ts"],
  ["src/dataverse", "../config.ts"],
  ["src/dataverse", "@temporalio/common"],
  ["src/coconut", "../dataverse/odata.ts"],
  ["src/coconut", "../webhooks/verify.ts"],
  ["src/workflows", "../activities/index.ts"],
  ["src/workflows", "../appointments/ids.ts"],
  ["src/workflows", "../appointments/mapping-file.ts"],
  ["src/workflows", "../dataverse/odata.ts"],
  ["src/workflows", "../temporal/calls.ts"],
  ["src/workflows", "../temporal/readiness.ts"],
  ["src/workflows", "../temporal/stuck-workflows.ts"],
  ["src/workflows", "../config.ts"],
  ["src/workflows", "node:crypto"],
  ["src/workflows", "zod"],
  ["src/workflows", "@temporalio/client"],
  ["src/activities", "../context.ts"],
  ["src/activities", "../config.ts"],
  ["src/activities", "../workflows/messages.ts"],
  ["src/activities", "../webhooks/verify.ts"],
  ["src/webhooks", "../context.ts"],
  ["src/webhooks", "../config.ts"],
  ["src/webhooks", "../dataverse/client.ts"],
  ["src/webhooks", "../activities/index.ts"],
  ["src/webhooks", "../workflows/state.ts"],
  ["src/webhooks", "../log.ts"],
  ["src/webhooks", "../../tools/stack.ts"],
  ["src/webhooks", "../booking/booker.ts"],
  ["src/booking", "../webhooks/sender.ts"],
  ["src/booking", "../dataverse/client.ts"],
  ["src/booking", "../activities/index.ts"],
  ["src/booking", "../workflows/book-appointment.ts"],
  ["src/booking", "../context.ts"],
  ["src/booking", "../log.ts"],
  ["src/pane", "../context.ts"],
  ["src/pane", "../config.ts"],
  ["src/pane", "../log.ts"],
  ["src/pane", "../webhooks/verify.ts"],
  ["src/pane", "../activities/index.ts"],
  ["src/pane", "../workflows/state.ts"],
  ["src/pane", "../workflows/messages.ts"],
  ["src/pane/api", "../router.ts"],
  ["src/pane/api", "../../context.ts"],
  ["src/pane/api", "../../workflows/messages.ts"],
  ["src/pane/api", "../../temporal/calls.ts"],
  ["src/pane/api", "../../log.ts"],
  ["src/pane/api", "../../workflows/state.ts"],
  ["src/pane/login", "../api/bookings.ts"],
  ["src/pane/login", "../router.ts"],
  ["src/pane/login", "../../dataverse/client.ts"],
  ["src/pane/login", "../../metrics.ts"],
  ["src/pane/session", "../login/methods.ts"],
  ["src/pane/session", "../../coconut/client.ts"],
  ["src/pane/http", "../session/sessions.ts"],
  ["src/pane/http", "../../booking/booker.ts"],
  ["src/pane/http", "../../log.ts"],
  ["src/pane", "../../sandbox/coconut/src/seed.ts"],
  ["src/pane", "../../pane/flow/flow.ts"],
  ["src/pane/api", "../../../pane/flow/flow.ts"],
  ["pane", "../src/pane/session/sessions.ts"],
  ["pane", "../src/pane/api/fields.ts"],
  ["pane", "zod"],
  ["pane", "node:crypto"],
  ["pane/steps", "../../src/pane/session/sessions.ts"],
  ["pane/steps", "../../src/pane/api/fields.ts"],
  ["pane/steps", "luxon"],
  ["pane/steps", "../pane.tsx"],
  ["pane/steps", "../login/log-in-view.tsx"],
  ["pane/booking", "../steps/current-step.tsx"],
  ["pane/booking", "../login/wait-for-session.ts"],
  ["pane/login", "../flow/flow.ts"],
  ["pane/login", "../login-window/main.ts"],
  ["pane/flow", "../server/api.ts"],
  ["pane/flow", "../controls/button.tsx"],
  ["pane/server", "../flow/flow.ts"],
  ["pane/server", "../login/wait-for-session.ts"],
  ["pane/shell", "../server/api.ts"],
  ["pane/shell", "../../src/pane/api/fields.ts"],
  ["src/pane/api", "@coconut-dynamics/pane/contract"],
  ["src/coconut", "@coconut-dynamics/pane/contract"],
  ["pane/controls", "../shell/context.ts"],
  ["pane/controls", "../main.tsx"],
  ["pane/words", "../shell/context.ts"],
  ["pane/words", "../../src/pane/router.ts"],
  ["pane/login-window", "../words/en.ts"],
  ["pane/login-window", "zod"],
  ["src", "../sandbox/coconut/src/seed.ts"],
  ["src", "@coconut-dynamics/pane/build"],
  ["src/appointments", "@coconut-dynamics/sandbox-coconut"],
  ["src/pane/api", "@coconut-dynamics/pane/words/en"],
  ["src/workflows", "@coconut-dynamics/solution"],
  ["pane/steps", "@coconut-dynamics/solution"],
  ["sandbox/dataverse/src", "@coconut-dynamics/sandbox-coconut"],
  ["sandbox/dynamics-host/src", "@coconut-dynamics/solution"],
  ["solution", "@coconut-dynamics/pane/build"],
  ["test/e2e", "../../sandbox/coconut/src/store/store.ts"],
  ["tools/demo", "../../solution/build.ts"],
  ["sandbox/dynamics-host/test", "../../../sandbox/dataverse/src/server.ts"],
  ["sandbox/dynamics-host/test", "../../dataverse/src/server.ts"],
  ["sandbox/coconut/test", "../../kit/src/listen.ts"],
  ["sandbox/dataverse/src", "../../../src/dataverse/batch.ts"],
  ["sandbox/dataverse/src", "../../coconut/src/seed.ts"],
  ["sandbox/coconut/src/routes", "../../../../src/coconut/schemas.ts"],
  ["sandbox/coconut/src/routes", "../../../dataverse/src/ids.ts"],
  ["sandbox/coconut/src", "../../kit/src/html.ts"],
  ["sandbox/kit/src", "../../coconut/src/model/entities.ts"],
  ["sandbox/kit/src", "@coconut-dynamics/sandbox-dataverse"],
  ["sandbox/kit/src", "@coconut-dynamics/solution"],
  ["sandbox/kit/src", "../../../src/log.ts"],
  ["sandbox/identity-provider/src", "../../coconut/src/seed.ts"],
  ["sandbox/dynamics-host/src", "../../dataverse/src/ids.ts"],
  ["sandbox/dynamics-host/src", "../../../solution/build.ts"],
  ["solution", "../src/config.ts"],
  ["solution/package", "../../src/config.ts"],
  ["solution/web-resources", "../../sandbox/coconut/src/seed.ts"],
] as const;

/** What must stay allowed, so that the rules do not pass by forbidding everything. */
const citizens = [
  ["src/dataverse", "../http/exchange.ts"],
  ["src/coconut", "../appointments/appointment.ts"],
  ["src/coconut", "../http/exchange.ts"],
  ["src/workflows", "../appointments/events.ts"],
  ["src/workflows", "@temporalio/workflow"],
  ["src/workflows", "../temporal/task-queues.ts"],
  ["src/activities", "../dataverse/client.ts"],
  ["src/temporal", "@temporalio/client"],
  ["src/webhooks", "../workflows/messages.ts"],
  ["src/webhooks", "../temporal/calls.ts"],
  ["src/webhooks", "../coconut/read-delivery.ts"],
  ["src/booking", "../workflows/booking-messages.ts"],
  ["src/booking", "../temporal/calls.ts"],
  ["src/booking", "../coconut/read-appointment.ts"],
  ["src/pane", "../coconut/client.ts"],
  ["src/pane", "../http/exchange.ts"],
  ["src/pane/api", "../login/e-mail.ts"],
  ["src/pane/api", "../../booking/booker.ts"],
  ["src/pane/login", "../session/sessions.ts"],
  ["src/pane/login", "../../coconut/client.ts"],
  ["src/pane/session", "../http/refusal.ts"],
  ["test/e2e", "@coconut-dynamics/sandbox-coconut"],
  ["tools/demo", "@coconut-dynamics/solution"],
  ["sandbox/coconut/src/page", "@coconut-dynamics/sandbox-kit/html"],
  ["sandbox/identity-provider/src", "@coconut-dynamics/sandbox-kit/listen"],
  ["sandbox/dynamics-host/test", "@coconut-dynamics/sandbox-dataverse"],
  ["pane", "preact"],
  ["pane/steps", "../contract.d.ts"],
  ["pane", "./flow/flow.ts"],
  ["pane/steps", "../flow/flow.ts"],
  ["pane/steps", "../booking/use-booking.ts"],
  ["pane/steps", "preact/hooks"],
  ["pane/booking", "../flow/flow.ts"],
  ["pane/login", "../server/pause.ts"],
  ["pane/flow", "../words/when.ts"],
  ["pane/server", "../shell/context.ts"],
  ["pane/shell", "../words/en.ts"],
  ["pane/controls", "../words/when.ts"],
  ["pane/words", "./when.ts"],
] as const;

let tree: string;
let caught: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "coconut-dynamics-rules-"));
  cpSync(join(root, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
  offenders.forEach(([folder, from], index) => plant(`${folder}/offender-${index}.ts`, from));
  citizens.forEach(([folder, from], index) => plant(`${folder}/citizen-${index}.ts`, from));
  plant("src/temporal/task-queues.ts", "./calls.ts");
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const run = spawnSync(process.execPath, [oxlint, "--format=json", "-A", "all", "-c", ".oxlintrc.json"], {
    cwd: tree,
    encoding: "utf8",
  });
  const report = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] };
  caught = report.diagnostics
    .filter(({ code }) => code.includes("no-restricted-imports"))
    .map(({ filename }) => filename.replaceAll("\\", "/"))
    .join("\n");
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

function plant(file: string, from: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), `import { value } from "${from}";\nexport const use = value;\n`);
}

test.each(offenders.map(([folder, from], index) => ({ folder, from, index })))(
  "$folder must not import $from",
  ({ folder, index }) => expect(caught).toContain(`${folder}/offender-${index}.ts`),
);

test("the names of Task Queues, which Workflow code imports, bring nothing with them", () => {
  expect(caught).toContain("src/temporal/task-queues.ts");
});

test("what a room needs, it may import", () => {
  expect(caught).not.toContain("citizen");
});
