/** Finds mistakes that an import would not report: it leaves out what it does not understand. */
import { checkArchive } from "./checks/archive.ts";
import { checkComponents } from "./checks/components.ts";
import { checkFiles } from "./checks/files.ts";
import { checkFunctions } from "./checks/functions.ts";
import { checkLanguages } from "./checks/languages.ts";
import { checkManifest } from "./checks/manifest.ts";
import { checkNames } from "./checks/names.ts";
import { checkPages } from "./checks/pages.ts";
import { readPackage } from "./package/read-package.ts";
import { checkReferences } from "./checks/references.ts";
import { checkTables } from "./checks/tables.ts";

const checks = [
  checkManifest,
  checkComponents,
  checkTables,
  checkReferences,
  checkFiles,
  checkFunctions,
  checkPages,
  checkNames,
  checkLanguages,
];

/** Lists every mistake of a package. */
export class SolutionError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The solution has mistakes:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "SolutionError";
    this.problems = problems;
  }
}

/** Checks a package. Throws a SolutionError with every mistake. */
export function checkSolution(zip: Uint8Array): void {
  const problems = problemsOf(zip);
  if (problems.length > 0) throw new SolutionError(problems);
}

/** Every mistake of a package. It runs the package's scripts, so give it only packages that you would import. */
export function problemsOf(zip: Uint8Array): readonly string[] {
  const read = readPackage(zip);
  if ("problems" in read) return read.problems;
  return [...new Set([...checkArchive(zip), ...checks.flatMap((check) => [...check(read)])])];
}
