/**
 * Looks over the npm packages that ship: their licences, and whether the registry knows of a vulnerability in one.
 * Those for development are not judged. Exit code 0 if nothing is wrong, else 1.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkLicenses } from "./packages/licenses.mjs";
import { checkVulnerabilities } from "./packages/vulnerabilities.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** npm counts them as packages for development, but the pane's bundle contains them. */
const bundledPackages = ["preact", "@fluentui/tokens"];

const packages = readShippedPackages();
const wrongLicenses = checkLicenses(root, packages);
if (wrongLicenses.length === 0) print(`Licences of ${packages.size} packages that ship: all allowed`);

const { wrong: vulnerabilities, skipped } = checkVulnerabilities(root, packages);
if (skipped !== undefined) print(`skipped: known vulnerabilities; the registry does not tell: ${skipped}`);
else if (vulnerabilities.length === 0)
  print("Known vulnerabilities of packages that ship, moderate or worse: none");

const wrong = [...wrongLicenses, ...vulnerabilities];
for (const line of wrong) process.stderr.write(`${line}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;

/**
 * Path → entry of package-lock.json, without the repository's own parts.
 *
 * @returns {Map<string, import("./packages/licenses.mjs").LockedPackage>}
 */
function readShippedPackages() {
  /** @type {{ packages: Record<string, import("./packages/licenses.mjs").LockedPackage> }} */
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const bundled = bundledPackages.map((name) => `node_modules/${name}`);
  const shipped = Object.entries(lock.packages).filter(
    ([path, { dev, link }]) =>
      path.includes("node_modules/") && link !== true && (dev !== true || bundled.includes(path)),
  );
  return new Map(shipped);
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
