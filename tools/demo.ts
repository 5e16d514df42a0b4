/** `npm run demo`: the whole product on this machine, playing a banker's morning. */
import { parseArgs } from "node:util";
import { untilAskedToStop } from "../src/process.ts";
import { buildPage } from "@coconut-dynamics/pane/build";
import { openDynamics } from "./demo/dynamics.ts";
import { bold, dim, formatAppointments, print, right, wrap, wrong } from "./demo/screen.ts";
import { openStage, type Row, type Stage } from "./demo/stage.ts";
import { story } from "./demo/story.ts";
import { openTemporal } from "./demo/temporal.ts";
import { staffPassword } from "./directory.ts";
import { type Stack, startStack } from "./stack.ts";

const usage = `Usage: npm run demo [-- --once | --sso]

Starts Temporal, stand-ins for Dynamics and Coconut, the server and the worker on
free ports of this machine, and plays a banker's morning.

  --once   end when the story is over: exit code 0 if every outcome was right,
           else 1
  --sso    bankers log in to Coconut through an identity provider, not by
           password
`;

/** Resolves with the number of scenes that went wrong. */
async function playStory(stage: Stage): Promise<number> {
  let failures = 0;
  for (const [index, scene] of story.entries()) {
    print(bold(wrap(`${index + 1}. ${scene.title}`, 0)));
    const startedAt = performance.now();
    const { isRight, seen, appointmentIds } = await scene.play(stage, (line) => print(wrap(`… ${line}`, 3)));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    print(`   ${isRight ? right() : wrong()} ${isRight ? seen : `not so: ${seen}`} ${dim(`(${seconds} s)`)}`);
    for (const id of appointmentIds) {
      const link = stage.linkTo(id);
      if (link !== undefined) print(`     ${dim(link)}`);
      if (!isRight) print(wrap(JSON.stringify(await stage.state(id)), 5));
    }
    if (!isRight) failures += 1;
  }
  return failures;
}

async function showDynamics(stage: Stage): Promise<void> {
  const rows = (await stage.dynamics("GET", "rows/appointments")) as Row[];
  const ours = rows.filter(
    (row) => typeof row["description"] === "string" && row["description"].includes("Coconut"),
  );
  print(`\n${bold("What stands in Dynamics now")}\n${formatAppointments(ours)}`);
}

interface Places {
  readonly stack: Stack;
  readonly uiUrl: string | undefined;
  readonly dynamicsUrl: string;
}

function showWhereToLook({ stack, uiUrl, dynamicsUrl }: Places): void {
  print(`
${bold("Book from a lead")}
  ${dynamicsUrl}/
  Open a lead, choose Create Appointment, log in as
  dana.roy@acme.example with the password ${bold(staffPassword)}, book, and
  watch the timeline.

${bold("Look around")}
  Temporal UI   ${uiUrl ?? "the one of your own Temporal server"}
  Dataverse     ${stack.dataverseUrl}/
  Coconut       ${stack.coconutUrl}/   ${dim("(book, move and cancel there)")}
  Health        ${stack.serverUrl}/health/ready

${bold("Send more")}
  curl -s ${stack.coconutUrl}/sandbox/appointments \\
    -H 'content-type: application/json' \\
    -d '{"firstName":"Lea","lastName":"Novak","email":"lea.novak@example.com"}'

${dim("Ctrl-C ends everything.")}`);
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
  print(bold("coconut-dynamics: Coconut appointments arrive in Dynamics through Temporal\n"));
  await using temporal = await openTemporal(tellStart);
  await buildPage();
  await using stack = await startStack({
    temporal,
    tenant: temporal.tenant,
    onStart: tellStart,
    env: { PANE_LOGIN: values.sso ? "sso" : "password" },
  });
  const setting = { stack, temporal, tenant: temporal.tenant };
  await using stage = await openStage(setting);
  await using dynamics = await openDynamics(setting);
  print();
  const playing = playStory(stage);
  const failures = await Promise.race([playing, stopping]);
  if (typeof failures === "string") return 1;
  await showDynamics(stage);
  print(
    failures === 0
      ? `\n${right()} ${story.length} of ${story.length} outcomes are right.`
      : `\n${wrong()} ${failures} of ${story.length} outcomes are wrong.`,
  );
  if (!values.once) {
    showWhereToLook({ stack, uiUrl: temporal.uiUrl, dynamicsUrl: dynamics.url });
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
