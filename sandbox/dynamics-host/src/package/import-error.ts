/** Lists everything that keeps a solution from being imported. */
export class ImportError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The solution cannot be imported:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.name = "ImportError";
    this.problems = problems;
  }
}
