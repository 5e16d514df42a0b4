import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// Its subject is the decision: what is used, what is fetched, what is left alone. So every program that
// it may call is a stand-in, which writes down that it was called.
const root = fileURLToPath(new URL("../..", import.meta.url));
const LOCK = { packages: { "": {}, "node_modules/@temporalio/testing": { version: "1.24.0" } } };
const TEMPORAL = 'console.log("temporal version 9.9.9 (Server 9.9.9, UI 9.9.9)")';
const NPM = `
  const { cpSync, mkdirSync, writeFileSync } = require("node:fs");
  const testing = "node_modules/@temporalio/testing";
  mkdirSync(testing, { recursive: true });
  writeFileSync(testing + "/package.json", '{"name":"@temporalio/testing","version":"1.24.0","main":"index.js"}');
  writeFileSync(testing + "/index.js", process.env.FAKE_SDK);
  cpSync("package-lock.json", "node_modules/.package-lock.json");`;
const OFFLINE = `exports.TestWorkflowEnvironment = {
  async createLocal() { throw new Error("failed to start: error sending request: dns error: no such host"); } };`;
const goThatBuilds = (version: string): string => `
  const { writeFileSync } = require("node:fs");
  const [command, ...rest] = process.argv.slice(2);
  if (command === "version") console.log("go version go${version} linux/amd64");
  if (command === "list") console.log("fmt\\nmain");
  if (command === "build") {
    console.error("fmt\\nmain");
    writeFileSync(rest[rest.indexOf("-o") + 1], ${JSON.stringify(program(TEMPORAL))}, { mode: 0o755 });
    if (process.env.FAKE_GO_HANGS) setInterval(() => {}, 1000);
  }`;

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "setup-"));
  await mkdir(join(place, "bin"));
  await cp(join(root, "tools"), join(place, "tree/tools"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
  await cp(join(root, "package.json"), join(place, "tree/package.json"));
  await writeLock(LOCK);
  await addProgram("npm", NPM);
});
afterEach(async () => {
  await rm(place, { recursive: true });
});

describe("the npm packages", () => {
  test("are installed once, and again when the lock changes, a package is gone or npm was interrupted", async () => {
    expect(await setUpPackages()).toMatchObject({
      code: 0,
      calls: [expect.stringContaining("npm ci --include=dev")],
    });
    expect(await setUpPackages()).toEqual({ code: 0, output: "", calls: [] });

    await writeLock({
      packages: { ...LOCK.packages, "node_modules/new": { version: "1.0.0", optional: true } },
    });
    expect((await setUpPackages()).calls, "an optional package of another platform").toEqual([]);
    await writeLock({
      packages: { ...LOCK.packages, "node_modules/@temporalio/testing": { version: "1.25.0" } },
    });
    expect((await setUpPackages()).calls, "another version").toHaveLength(1);
    await rm(join(place, "tree/node_modules/@temporalio"), { recursive: true });
    expect((await setUpPackages()).calls, "a package gone").toHaveLength(1);
    await rm(join(place, "tree/node_modules/.package-lock.json"));
    expect((await setUpPackages()).calls, "an interrupted install").toHaveLength(1);
  });

  test("are reported with npm's own words when they cannot be installed", async () => {
    await addProgram("npm", 'console.error("npm error code EINTEGRITY"); process.exitCode = 1');
    const run = await runSetUp();
    expect(run.code).toBe(1);
    expect(run.output).toContain("npm packages could not be installed");
    expect(run.output).toContain("npm error code EINTEGRITY");
  });
});

describe("a Temporal server", () => {
  test("at TEMPORAL_ADDRESS leaves nothing to get", async () => {
    const run = await runSetUp({
      env: { TEMPORAL_ADDRESS: "localhost:7233", TEMPORAL_CLI_PATH: "/nowhere" },
    });
    expect(run).toMatchObject({ code: 0, calls: [expect.stringContaining("npm ci")] });
    expect(await cacheEntries()).toEqual([]);
  });

  test("at TEMPORAL_CLI_PATH comes before the one on PATH", async () => {
    await addProgram("temporal", TEMPORAL);
    await addProgram("mine", TEMPORAL);
    const run = await runSetUp({ env: { TEMPORAL_CLI_PATH: join(place, "bin/mine") } });
    expect(run).toMatchObject({ code: 0, calls: [expect.stringContaining("npm"), "mine --version"] });
  });

  test.each([
    ["is not there", "/nowhere/temporal", "there is no such file"],
    ["is something else", process.execPath, '"--version" does not run there'],
  ])("at a TEMPORAL_CLI_PATH that %s is an error, not a reason to look further", async (_, path, why) => {
    await addProgram("temporal", TEMPORAL);
    const run = await runSetUp({ env: { TEMPORAL_CLI_PATH: path } });
    expect(run.code).toBe(1);
    expect(run.output).toContain(`TEMPORAL_CLI_PATH names ${path}`);
    expect(run.output).toContain(why);
  });

  test("on PATH comes before any download", async () => {
    await addProgram("temporal", TEMPORAL);
    const run = await runSetUp({ env: { FAKE_SDK: 'throw new Error("asked to download")' } });
    expect(run).toMatchObject({ code: 0, calls: [expect.stringContaining("npm"), "temporal --version"] });
    expect(await cacheEntries()).toEqual([]);
  });

  test("is downloaded by the SDK before anything is built, and then found in the cache", async () => {
    await addProgram("go", goThatBuilds("1.99.0"));
    const FAKE_SDK = `const { writeFileSync } = require("node:fs");
      exports.TestWorkflowEnvironment = { async createLocal({ server: { executable } }) {
        writeFileSync(executable.downloadDir + "/sdk-name", ${JSON.stringify(program(TEMPORAL))}, { mode: 0o755 });
        return { async teardown() {} };
      } };`;
    const first = await runSetUp({ env: { FAKE_SDK } });
    expect(first).toMatchObject({ code: 0, calls: [expect.stringContaining("npm"), "sdk-name --version"] });
    expect(await cacheEntries()).toEqual([expect.stringMatching(/^temporal-for-sdk-\d+\.\d+\.\d+$/)]);
    expect(await runSetUp()).toEqual({ code: 0, output: "", calls: [] });
  });

  test("is built where there is no download, and then found in the cache", async () => {
    await addProgram("go", goThatBuilds("1.99.0"));
    const first = await runSetUp();
    expect(first.code, first.output).toBe(0);
    expect(first.calls.map((call) => call.split(" ").slice(0, 2).join(" "))).toEqual([
      "npm ci",
      "go version",
      "go list",
      "go build",
      "temporal --version",
    ]);
    expect(first.output).toMatch(/^building Temporal server, \d\/2 packages, \d s$/m);
    expect(await cacheEntries()).toEqual([expect.stringMatching(/^temporal-\d+\.\d+\.\d+$/)]);
    expect(await runSetUp()).toEqual({ code: 0, output: "", calls: [] });
  });

  test("that is nowhere to be had makes one message with what to do", async () => {
    await addProgram("go", goThatBuilds("1.22.3"));
    const run = await runSetUp();
    expect(run.code).toBe(1);
    expect(run.output).toMatch(/download: .*dns error: no such host/);
    expect(run.output).toMatch(/build: Go 1\.\d+\.\d+ or newer is needed, and this is Go 1\.22\.3/);
    for (const way of ["TEMPORAL_CLI_PATH", "`temporal` is on PATH", "TEMPORAL_ADDRESS"]) {
      expect(run.output).toContain(way);
    }
    expect(run.output.split("\n").every((line) => line.length <= 80)).toBe(true);
  });

  test("half built when somebody presses Ctrl-C leaves nothing in the cache", async () => {
    await addProgram("go", goThatBuilds("1.99.0"));
    const run = await runSetUp({ env: { FAKE_GO_HANGS: "1" }, interruptAt: "go build" });
    expect(run).toMatchObject({ code: 130, output: expect.not.stringContaining("Error") });
    expect(await cacheEntries()).toEqual([]);
    expect(await runSetUp()).toMatchObject({ code: 0 });
    expect(await cacheEntries()).toHaveLength(1);
  });
});

interface Run {
  readonly code: number | null;
  readonly output: string;
  /** The stand-ins that were called, with their arguments. */
  readonly calls: readonly string[];
}

async function runSetUp(
  options: { args?: readonly string[]; env?: NodeJS.ProcessEnv; interruptAt?: string } = {},
): Promise<Run> {
  const log = join(place, "calls");
  await writeFile(log, "");
  const child = spawn(process.execPath, [join(place, "tree/tools/setup.mjs"), ...(options.args ?? [])], {
    env: {
      PATH: join(place, "bin"),
      HOME: place,
      XDG_CACHE_HOME: join(place, "cache"),
      CALLS: log,
      FAKE_SDK: OFFLINE,
      ...options.env,
    },
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  if (options.interruptAt !== undefined) {
    await expect.poll(() => readFile(log, "utf8")).toContain(options.interruptAt);
    // What it half built is there by now.
    await expect.poll(() => cacheEntries(true)).toContainEqual(expect.stringMatching(/temporal$/));
    child.kill("SIGINT");
  }
  const calls = (): Promise<string[]> =>
    readFile(log, "utf8").then((lines) => lines.split("\n").filter((line) => line !== ""));
  return { code: await code, output: (await output).join(""), calls: await calls() };
}

function setUpPackages(): Promise<Run> {
  return runSetUp({ args: ["--packages-only"] });
}

async function cacheEntries(recursive = false): Promise<string[]> {
  const folder = join(place, "cache/coconut-dynamics");
  return readdir(folder, { recursive }).catch(() => []);
}

async function writeLock(lock: object): Promise<void> {
  await writeFile(join(place, "tree/package-lock.json"), JSON.stringify(lock));
}

async function addProgram(name: string, script: string): Promise<void> {
  await writeFile(join(place, "bin", name), program(script));
  await chmod(join(place, "bin", name), 0o755);
}

function program(script: string): string {
  const record = `require("node:fs").appendFileSync(process.env.CALLS, [require("node:path").basename(process.argv[1]), ...process.argv.slice(2)].join(" ") + "\\n");`;
  return `#!${process.execPath}\n${record}\n${script}\n`;
}
