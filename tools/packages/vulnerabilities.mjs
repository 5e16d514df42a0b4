import { spawnSync } from "node:child_process";
import { npmCommand } from "../npm.mjs";

/**
 * The severities that fail. A low one needs an attacker who is already where the damage would be done; it is mended
 * by the next update, and should not stop a release that others wait for.
 */
const failingSeverities = ["moderate", "high", "critical"];

/**
 * @typedef {object} AuditReport what `npm audit --json` writes; `message` and `error` where it failed
 * @property {number} [auditReportVersion]
 * @property {Record<string, { name: string, via: any[], nodes: string[] }>} vulnerabilities
 * @property {string} [message]
 * @property {{ code?: string, summary?: string }} [error]
 */

/**
 * Asks the registry, through npm, for the known vulnerabilities of the packages.
 *
 * @param {string} root
 * @param {ReadonlyMap<string, unknown>} packages by path; others are not judged
 * @returns {{ wrong: string[], skipped?: string }} what is wrong, and what to do; or why the registry said nothing
 */
export function checkVulnerabilities(root, packages) {
  const { command, args, shell } = npmCommand(["audit", "--json"]);
  const run = spawnSync(command, args, {
    cwd: root,
    shell,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    // npm would wait for minutes for a registry that is away. Settings of the environment win: they have a reason.
    env: { npm_config_fetch_retries: "0", npm_config_fetch_timeout: "60000", ...process.env },
  });
  const report = parseReport(run.stdout);
  if (report?.auditReportVersion === 2) return { wrong: describeVulnerabilities(report, packages) };
  // npm gives a mistake of ours a code; where the registry fails there is only the message.
  if (typeof report?.message === "string" && report.error?.code === undefined) {
    return { wrong: [], skipped: report.message };
  }
  const why = report?.error?.summary ?? run.error?.message ?? (run.stderr.trim() || "it wrote no report");
  return { wrong: [`Vulnerabilities could not be looked up: npm audit failed in ${root}: ${why}`] };
}

/**
 * @param {AuditReport} report
 * @param {ReadonlyMap<string, unknown>} packages
 */
function describeVulnerabilities({ vulnerabilities }, packages) {
  return Object.values(vulnerabilities).flatMap(({ name, via, nodes }) => {
    const paths = nodes.filter((path) => packages.has(path)).join(", ");
    if (paths === "") return [];
    // A text in `via` names another package, which has an entry of its own.
    return via
      .filter((advisory) => typeof advisory !== "string" && failingSeverities.includes(advisory.severity))
      .map(
        ({ severity, title, url, range }) =>
          `${name} ${range} (${paths}) has a vulnerability, ${severity}: ${title}, ${url}. Raise it; where ` +
          "another package asks for it, raise that one, or set this one under overrides in package.json.",
      );
  });
}

/**
 * @param {string} text
 * @returns {AuditReport | undefined}
 */
function parseReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
