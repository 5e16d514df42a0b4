/** Why a program failed, in one line: the last that it wrote to stderr, else the last of the error's message. */
export function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = "stderr" in error ? String(error.stderr).trim() : "";
  return (said || error.message).split("\n").at(-1) ?? "";
}
