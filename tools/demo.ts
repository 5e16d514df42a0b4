/** `npm run demo`: the whole product on this machine, playing a banker's morning. */
import { parseArgs } from "node:util";
import { untilAskedToStop } from "../src/process.ts";
import { buildPage } from "@coconut-dynamics/pane/build";
import { openDynamics } from "./demo/dynamics.ts";
import {
  formatAppointments,
  formatNote,
  formatPlaces,
  formatResult,
  formatRetry,
  formatTitle,
} from "./demo/format.ts";
import { paint, readScreen } from "./demo/screen.ts";
import { openStage, type Stage, tellingRetries } from "./demo/stage.ts";
import { story } from "./demo/story.ts";
import { startShortLinks, type TemporalUi } from "./demo/temporal-ui.ts";
import { openTemporal } from "./demo/temporal.ts";
import { startStack } from "./stack.ts";

const usage = `Usage: npm run demo [-- --once | --sso]

Starts Temporal, stand-ins for Dynamics and Coconut, the server and the worker on
free ports of this machine, and plays a banker's morning.

  --once   end when the story is over: exit code 0 if every outcome was right,
           else 1
  --sso    bankers log in to Coconut through an identity provider, not by
           password
`;

const screen = readScreen(process.stdout, process.env);
const bold = (words: string) => paint(screen, "bold", words);
const dim = (words: string) => paint(screen, "dim", words);

function print(words = ""): void {
  process.stdout.write(`${words}\n`);
}

/** Resolves with the number of scenes that went wrong. */
async function playStory(stage: Stage, ui: TemporalUi | undefined): Promise<number> {
  let failures = 0;
  for (const [index, scene] of story.entries()) {
    print(formatTitle(screen, index + 1, scene.title));
    const startedAt = performance.now();
    const tell = (words: string) => print(formatNote(screen, words));
    const { isRight, seen, appointmentIds } = await tellingRetries(
      stage,
      (retry) => tell(formatRetry(retry)),
      scene.play(stage, tell),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const appointments = appointmentIds.map((id) => ({
      id,
      workflowUrl: ui?.workflow(stage.workflowId(id)),
    }));
    print(formatResult(screen, { isRight, seen, seconds, appointments }));
    if (isRight) continue;
    failures += 1;
    for (const id of appointmentIds) print(JSON.stringify(await stage.state(id), undefined, 2));
  }
  return failures;
}

async function showDynamics(stage: Stage): Promise<void> {
  const table = formatAppointments(screen, await stage.appointmentRows());
  print(`\n${bold("What stands in Dynamics now")}\n${table}`);
}

function tellStart(name: string): void {
  print(dim(`starting ${name} …`));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      once: { type: "boolean", default: false },
      sso: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const stopping = untilAskedToStop();
  print(bold("coconut-dynamics: Coconut appointments arrive in Dynamics through Temporal"));
  print();
  await using temporal = await openTemporal(tellStart);
  const { tenant, ui } = temporal;
  const login = values.sso ? "sso" : "password";
  await buildPage();
  await using stack = await startStack({ temporal, tenant, onStart: tellStart, env: { PANE_LOGIN: login } });
  await using stage = await openStage({ stack, temporal, tenant });
  await using dynamics = await openDynamics({ stack, temporal, tenant }, ui);
  if (ui !== undefined) print(`\nWatch it in Temporal: ${ui.all}`);
  print();
  const failures = await Promise.race([playStory(stage, ui), stopping]);
  if (typeof failures === "string") return 1;
  await showDynamics(stage);
  print(
    failures === 0
      ? `\n${paint(screen, "green", "✓")} ${story.length} of ${story.length} outcomes are right.`
      : `\n${paint(screen, "red", "✗")} ${failures} of ${story.length} outcomes are wrong.`,
  );
  if (!values.once) {
    await using links = ui && (await startShortLinks(ui, () => stage.newestWorkflowId()));
    const { dataverseUrl, coconutUrl, serverUrl } = stack;
    const places = { dynamicsUrl: dynamics.url, dataverseUrl, coconutUrl, serverUrl, login } as const;
    print(`\n${formatPlaces(screen, { ...places, temporal: ui && links && { all: ui.all, ...links } })}`);
    await stopping;
    print("\nstopping …");
  }
  return failures === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true;
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${usage}` : ""}`,
  );
  process.exitCode = isUsage ? 2 : 1;
}
