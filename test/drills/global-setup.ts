import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Builds the product once: a drill conducts what ships. */
export function setup(): void {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const built = spawnSync(process.execPath, ["--import", "tsx", "tools/build.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`The product could not be built:\n${built.stdout}${built.stderr}`);
}
