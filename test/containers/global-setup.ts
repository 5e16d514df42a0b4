/** Once for all container tests: finds or installs an engine, and builds the image. */
import { readFileSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { buildImage } from "../../tools/containers/build-image.ts";
import { askEngine, type EngineOrReason, findEngine } from "../../tools/containers/engine.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly engine: EngineOrReason;
    readonly image: string;
  }
}

const image = "coconut-dynamics:test";

export async function setup(project: TestProject) {
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  const dockerfile = readFileSync(new URL("../../Dockerfile", import.meta.url), "utf8");
  const [, base = ""] = /^FROM (\S+) AS build$/m.exec(dockerfile) ?? [];
  const engine = await findEngine(base, interruption.signal);
  project.provide("engine", engine);
  project.provide("image", image);
  if ("missing" in engine) {
    process.stderr.write(
      `The container tests are skipped: no engine runs here (${engine.missing}).\n` +
        "To run them, start Docker with its Compose, install Podman, or be root on Debian; then try again.\n",
    );
    return;
  }
  await buildImage(engine, image, interruption.signal);
  return async () => {
    await askEngine(engine, ["image", "rm", "--force", image]);
  };
}
