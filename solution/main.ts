/** `npm run build:solution`: writes the zip that an administrator imports into Dynamics. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildSolution, readServiceOrigin } from "./build.ts";
import { checkSolution } from "./lint.ts";

const usage = `Usage: npm run build:solution -- --service-url ORIGIN [options]
       npm run build:solution -- --check FILE

Builds the Dynamics solution with the Create Appointment button.

  --service-url ORIGIN  where the pane is served, such as
                        https://appointments.bank.example
  --out FILE            default coconut-appointments.zip
  --with-columns        adds columns for Coconut's ids to lead and appointment
  --check FILE          looks for mistakes in a package that is already built
  --help
`;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "service-url": { type: "string" },
      out: { type: "string", default: "coconut-appointments.zip" },
      "with-columns": { type: "boolean", default: false },
      check: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (!values.help && values.check === undefined) {
    if (values["service-url"] === undefined) throw new Error("--service-url is missing");
    readServiceOrigin(values["service-url"]);
  }
  return values;
}

async function run(values: ReturnType<typeof readOptions>): Promise<string> {
  if (values.help) return usage;
  if (values.check !== undefined) {
    checkSolution(readFileSync(values.check));
    return `${values.check}: no mistakes found\n`;
  }
  const zip = await buildSolution({
    serviceUrl: values["service-url"] ?? "",
    withColumns: values["with-columns"],
  });
  writeFileSync(values.out, zip);
  return `${values.out}: ${(zip.length / 1000).toFixed(1)} kB. Import it as docs/dynamics-setup.md says.\n`;
}

function fail(error: unknown, exitCode: number, hint = ""): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${hint}`);
  process.exitCode = exitCode;
}

try {
  const values = readOptions(process.argv.slice(2));
  await run(values).then(
    (text) => process.stdout.write(text),
    (error: unknown) => fail(error, 1),
  );
} catch (error) {
  fail(error, 2, `\n${usage}`);
}
