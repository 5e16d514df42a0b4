/** Microsoft's published schemas are no part of the product: without them, or without xmllint, this is skipped. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unpackEntries } from "../package/archive.ts";
import { buildSolution } from "../build.ts";

const validator = "xmllint";
const schema = join(process.env["DYNAMICS_SCHEMAS"] ?? "", "CustomizationsSolution.xsd");
const missing = !existsSync(schema)
  ? `no ${schema}: set DYNAMICS_SCHEMAS to a folder with Microsoft's schemas`
  : spawnSync(validator, ["--version"]).error
    ? "no xmllint: install libxml2-utils"
    : undefined;

function validate(xml: string) {
  return spawnSync(validator, ["--noout", "--nonet", "--schema", schema, "-"], {
    input: xml,
    encoding: "utf8",
  });
}

const title = "customizations.xml follows Microsoft's schema";
if (missing !== undefined) test.skip(`${title} (skipped: ${missing})`, () => {});
else
  test.each([false, true])(`${title}, with columns: %s`, async (withColumns) => {
    const zip = await buildSolution({ serviceUrl: "https://appointments.bank.example", withColumns });
    const xml = new TextDecoder().decode(unpackEntries(zip)["customizations.xml"]);
    expect(validate(xml)).toMatchObject({ status: 0, stderr: "- validates\n" });
    expect(validate(xml.replace("PrimaryControl", "TheForm")).stderr).toContain("TheForm");
  });
