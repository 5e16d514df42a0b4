/** The product as somebody runs it with Compose: docker-compose.yml, an .env and an override in a folder of their own. */
import { randomUUID } from "node:crypto";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { askCompose, askEngine, type Engine } from "../../tools/containers/engine.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type Settings = Readonly<Record<string, string>>;

const Service = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
/** What Compose makes of the files: names filled in, and every short form written out. */
export const Config = z.object({ services: z.record(z.string(), Service) });
export type Config = z.infer<typeof Config>;

export interface Project extends AsyncDisposable {
  /** Writes docker-compose.override.yml, which Compose reads after the other. */
  override(text: string): Promise<void>;
  config(): Promise<Config>;
  compose(...args: readonly string[]): Promise<string>;
  /** Runs a program within the running container of a service; answers what it prints. */
  run(service: string, ...command: readonly string[]): Promise<string>;
  inspect(service: string): Promise<State>;
  /** The containers' own words, for a failure. */
  logs(): Promise<string>;
}

const State = z.object({
  State: z.object({ Running: z.boolean(), ExitCode: z.number(), OOMKilled: z.boolean() }),
  RestartCount: z.number(),
});
type State = z.infer<typeof State>;

export async function openProject(engine: Engine, settings: Settings): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "compose-project-"));
  const name = `coconut-dynamics-test-${randomUUID()}`;
  await copyFile(join(root, "docker-compose.yml"), join(folder, "docker-compose.yml"));
  const lines = Object.entries(settings).map(([variable, value]) => `${variable}=${value}\n`);
  await writeFile(join(folder, ".env"), lines.join(""));

  const compose = (...args: readonly string[]) =>
    askCompose(engine, ["--project-name", name, ...args], folder);
  const idOf = async (service: string) => {
    const labels = [`project=${name}`, `service=${service}`];
    const filters = labels.flatMap((label) => ["--filter", `label=com.docker.compose.${label}`]);
    return (await askEngine(engine, ["ps", "--all", "--quiet", ...filters])).trim();
  };
  return {
    override: (text) => writeFile(join(folder, "docker-compose.override.yml"), text),
    config: async () => Config.parse(parse(await compose("config"))),
    compose,
    run: async (service, ...command) => askEngine(engine, ["exec", await idOf(service), ...command]),
    inspect: async (service) => {
      const [state] = z
        .array(State)
        .parse(JSON.parse(await askEngine(engine, ["inspect", await idOf(service)])));
      if (state === undefined) throw new Error(`${service} has no container`);
      return state;
    },
    logs: async () => (await compose("logs", "--tail", "40")).slice(-8_000),
    async [Symbol.asyncDispose]() {
      for (const service of ["server", "worker"]) {
        const id = await idOf(service);
        if (id !== "") await askEngine(engine, ["rm", "--force", id]);
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
